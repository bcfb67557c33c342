using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Flow;

/// <summary>What was committed is there after a restart, however the process ended.</summary>
public sealed class HistoryTests
{
    private static readonly KeyValuePair<string, string>[] Quick =
    [
        new("IntegrationHealth__Integrations__0__Id", "kept"),
        new("IntegrationHealth__Integrations__0__Provider", "http"),
        new("IntegrationHealth__Integrations__0__Name", "Kept"),
        new("IntegrationHealth__Integrations__0__OwnerId", "alice"),
        new("IntegrationHealth__Integrations__0__Interval", "00:00:01"),
        new("Sample__SimulatedIntegrations", "0"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Restart_KeepsHistory(bool kill) => RestartAsync(kill);

    [Fact]
    public async Task Restart_WithPostgreSql_KeepsHistory()
    {
        await using var server = await PostgreSqlServer.StartNewAsync(Token);
        await RestartAsync(kill: true, new("Sample__Storage", "postgresql"), new("ConnectionStrings__IntegrationHealth", server.ConnectionString));
    }

    private static async Task RestartAsync(bool kill, params KeyValuePair<string, string>[] storage)
    {
        using var folder = new TemporaryFolder();
        var simulatorPort = FreePort.Next();
        KeyValuePair<string, string>[] settings =
        [
            .. Quick, .. storage,
            new("Sample__SimulatorPort", $"{simulatorPort}"),
            new("IntegrationHealth__Integrations__0__Settings__Url", $"http://127.0.0.1:{simulatorPort}/api/api.test"),
        ];
        IReadOnlyList<string> before;
        long version;
        await using (var first = await SampleProcess.StartAsync(folder.Path, settings, Token))
        {
            before = await WaitFor.ValueAsync(() => ChecksAsync(first), checks => checks.Count >= 3, TimeSpan.FromMinutes(2), "three checks", Token);
            version = (await SampleProcess.HealthAsync(first.Alice, "kept")).GetProperty("version").GetInt64();
            await (kill ? first.KillAsync() : first.StopAsync());
        }

        await using var second = await SampleProcess.StartAsync(folder.Path, settings, Token);
        var after = await WaitFor.ValueAsync(
            () => ChecksAsync(second), checks => checks.Count > before.Count, TimeSpan.FromMinutes(2), "a check after the restart", Token);

        after.Should().Contain(before);
        (await SampleProcess.HealthAsync(second.Alice, "kept")).GetProperty("version").GetInt64().Should().BeGreaterThan(version);
    }

    [Fact]
    public async Task Restart_InMemory_StartsAfresh()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(folder.Path, [new("Sample__Storage", "memory")], Token);

        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    private static async Task<IReadOnlyList<string>> ChecksAsync(SampleProcess sample)
    {
        var history = await sample.Alice.GetFromJsonAsync<JsonElement>("/api/integrations/kept/health/history?resolution=raw&limit=200", Token);
        return [.. history.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("checkedAt").GetString()!)];
    }
}
