using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Flow;

/// <summary>Real servers that go away and come back, watched by the sample at an interval of one second.</summary>
public sealed class WatchedServersTests
{
    private static readonly KeyValuePair<string, string>[] Quick =
    [
        new("Sample__Storage", "memory"),
        new("Sample__Simulator", "false"),
        new("IntegrationHealth__Checks__Interval", "00:00:01"),
        new("IntegrationHealth__Checks__ConfirmationDelay", "00:00:00.1"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostgreSql_StoppedAndStarted_IsNoticedBothTimes()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PostgreSqlServer.StartNewAsync(Token);
        await using var sample = await SampleProcess.StartAsync(folder.Path, [.. Quick, new("Sample__WatchPostgreSql", server.ConnectionString)], Token);
        await SampleProcess.StatusAsync(sample.Alice, "postgresql", "healthy", Token);

        await server.StopAsync();
        var down = await SampleProcess.StatusAsync(sample.Alice, "postgresql", "unhealthy", Token);
        await server.StartAsync(Token);
        var up = await SampleProcess.StatusAsync(sample.Alice, "postgresql", "healthy", Token);

        down.GetProperty("failure").GetProperty("kind").GetString().Should().Be("network");
        up.GetProperty("ownerId").GetString().Should().Be("alice");
    }

    [Fact]
    public async Task Redis_StoppedAndStarted_IsNoticedBothTimes()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RedisServer.StartNewAsync(Token);
        await using var sample = await SampleProcess.StartAsync(folder.Path, [.. Quick, new("Sample__WatchRedis", server.ConnectionString)], Token);
        await SampleProcess.StatusAsync(sample.Alice, "redis", "healthy", Token);

        await server.StopAsync();
        await SampleProcess.StatusAsync(sample.Alice, "redis", "unhealthy", Token);
        await server.StartAsync(Token);
        var up = await SampleProcess.StatusAsync(sample.Alice, "redis", "healthy", Token);

        up.GetProperty("ownerId").GetString().Should().Be("alice");
    }

    [Fact]
    public async Task Redis_KilledAndStarted_IsNoticedBothTimes()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RedisServer.StartNewAsync(Token);
        await using var sample = await SampleProcess.StartAsync(folder.Path, [.. Quick, new("Sample__WatchRedis", server.ConnectionString)], Token);
        await SampleProcess.StatusAsync(sample.Alice, "redis", "healthy", Token);

        await server.KillAsync();
        await SampleProcess.StatusAsync(sample.Alice, "redis", "unhealthy", Token);
        await server.StartAsync(Token);
        await SampleProcess.StatusAsync(sample.Alice, "redis", "healthy", Token);
    }

    [Fact]
    public async Task HttpEndpoint_OfAnotherProcess_StoppedAndStarted_IsNoticedBothTimes()
    {
        using var folder = new TemporaryFolder();
        KeyValuePair<string, string>[] other = [.. Quick, new("ASPNETCORE_URLS", $"http://127.0.0.1:{FreePort.Next()}")];
        var watched = await SampleProcess.StartAsync(folder.Path, other, Token);
        await using var sample = await SampleProcess.StartAsync(folder.Path, [.. Quick, .. Http(new Uri(watched.Address, "/health"))], Token);
        await SampleProcess.StatusAsync(sample.Alice, "shop", "healthy", Token);

        await watched.StopAsync();
        await watched.DisposeAsync();
        var down = await SampleProcess.StatusAsync(sample.Alice, "shop", "unhealthy", Token);
        watched = await SampleProcess.StartAsync(folder.Path, other, Token);
        await SampleProcess.StatusAsync(sample.Alice, "shop", "healthy", Token);
        await watched.DisposeAsync();

        down.GetProperty("failure").GetProperty("kind").GetString().Should().Be("network");
    }

    private static IEnumerable<KeyValuePair<string, string>> Http(Uri url) =>
    [
        new("IntegrationHealth__Integrations__0__Id", "shop"),
        new("IntegrationHealth__Integrations__0__Provider", "http"),
        new("IntegrationHealth__Integrations__0__Name", "The shop"),
        new("IntegrationHealth__Integrations__0__OwnerId", "alice"),
        new("IntegrationHealth__Integrations__0__Settings__Url", url.ToString()),
    ];
}
