using System.Diagnostics;
using IntegrationHealth.Docs.Pages;
using IntegrationHealth.Testing;

namespace IntegrationHealth.Docs.Running;

/// <summary>The lines by which a DBA makes the tables, from <c>docs/deploying.md</c>: twice each, as they are said to be safe to run again.</summary>
public sealed class ScriptLineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Psql_OfThePage_MakesTheTables()
    {
        var psql = Programs.FindPostgreSql("psql");
        if (psql is null)
            TestRequirement.Missing("psql is not installed (apt-get install postgresql-client).");
        await using var server = await PostgreSqlServer.StartNewAsync(Token);
        var url = $"postgresql://postgres@127.0.0.1:{server.Port}/postgres";
        var line = Line("psql ").Replace("postgresql://health@db/health", url, StringComparison.Ordinal);

        line.Should().Contain(url);
        await RunAsync(line, psql!);
        await RunAsync(line, psql!);

        await RunAsync($"test \"$(psql -tAc \"select count(*) from integration_health_checks\" '{url}')\" = 0", psql!);
    }

    [Fact]
    public async Task Sqlite_OfThePage_MakesTheTables()
    {
        var sqlite = Programs.Find("sqlite3");
        if (sqlite is null)
            TestRequirement.Missing("sqlite3 is not installed (apt-get install sqlite3).");
        var folder = Directory.CreateTempSubdirectory("ih-sqlite-").FullName;
        try
        {
            var file = Path.Combine(folder, "health.db");
            var line = Line("sqlite3 ").Replace("health.db", file, StringComparison.Ordinal);
            await RunAsync(line, sqlite!);
            await RunAsync(line, sqlite!);

            await RunAsync($"test \"$(sqlite3 '{file}' 'select count(*) from integration_health_checks')\" = 0", sqlite!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Line(string start) => FencedBlock.Of("docs/deploying.md").Where(block => block.Language == "sh")
        .SelectMany(block => block.Text.Split('\n')).Single(line => line.StartsWith(start, StringComparison.Ordinal));

    /// <summary>At the root of the repository, where the page says to run it.</summary>
    private static Task RunAsync(string line, string program)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", line]) { WorkingDirectory = Repository.Root };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(program)}:{Environment.GetEnvironmentVariable("PATH")}";
        return ServerProcess.RunAsync(start, Token);
    }
}
