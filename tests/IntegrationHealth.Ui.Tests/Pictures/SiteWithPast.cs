using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;
using IntegrationHealth.Ui.Browser;
using Microsoft.Data.Sqlite;

namespace IntegrationHealth.Ui.Pictures;

/// <summary>The sample with a month behind it (<c>past.sql</c>): a host that was started a moment ago has nothing to show.</summary>
public sealed class SiteWithPast : SampleSite
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected override async Task<SampleProcess> StartAsync(string folder, Dictionary<string, string> settings)
    {
        var database = $"Data Source={folder}/health.db";
        settings["Sample__Storage"] = "sqlite";
        settings["ConnectionStrings__IntegrationHealth"] = database;
        await using (var first = await SampleProcess.StartAsync(folder, settings, Token))
        {
            foreach (var (client, id) in new[] { (first.Alice, "sim-0005"), (first.Bob, "sim-0004"), (first.Bob, "sim-0012") })
                await SampleProcess.StatusAsync(client, id, "unhealthy", Token);
            await first.StopAsync();
        }

        await using (var connection = new SqliteConnection(database + ";Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = await File.ReadAllTextAsync(RepositoryRoot.Of("tests/IntegrationHealth.Ui.Tests/Pictures/past.sql"), Token);
            await command.ExecuteNonQueryAsync(Token);
        }

        return await SampleProcess.StartAsync(folder, settings, Token);
    }
}
