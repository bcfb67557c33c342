using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Cluster;

/// <summary>What hosts of one cluster share: a database, Redis or the database's own queue, a far end, and the same integrations in a file.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly TimeSpan _interval;
    private readonly List<SampleProcess> _hosts = [];

    private TestCluster(TemporaryFolder folder, CountingEndpoint endpoint, PostgreSqlServer database, RedisServer? redis, int count, TimeSpan interval) =>
        (_folder, Endpoint, Database, Redis, Count, _interval) = (folder, endpoint, database, redis, count, interval);

    public CountingEndpoint Endpoint { get; }

    public PostgreSqlServer Database { get; }

    public RedisServer? Redis { get; }

    /// <summary>Integrations <c>i0</c> and on, all of alice's.</summary>
    public int Count { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TestCluster> StartAsync(bool withRedis, int count, TimeSpan interval)
    {
        var folder = new TemporaryFolder();
        var endpoint = await CountingEndpoint.StartAsync(Token);
        var database = await PostgreSqlServer.StartNewAsync(Token);
        var redis = withRedis ? await RedisServer.StartNewAsync(Token) : null;
        await WriteIntegrationsAsync(folder, endpoint, count);
        return new TestCluster(folder, endpoint, database, redis, count, interval);
    }

    /// <summary>Starts a host, which reaches the servers directly unless told otherwise.</summary>
    public Task<SampleProcess> StartHostAsync(params KeyValuePair<string, string>[] more) => StartHostAsync(Database.Port, Redis?.Port, more);

    /// <summary>Starts a host that reaches the servers on these ports.</summary>
    public async Task<SampleProcess> StartHostAsync(int databasePort, int? redisPort, params KeyValuePair<string, string>[] more)
    {
        var host = await SampleProcess.StartAsync(_folder.Path,
        [
            new("Sample__Storage", "postgresql"),
            new("Sample__Simulator", "false"),
            new("ConnectionStrings__IntegrationHealth", $"Host=127.0.0.1;Port={databasePort};Username=postgres;Database=postgres"),
            .. redisPort is null ? Array.Empty<KeyValuePair<string, string>>() : [new("ConnectionStrings__Redis", $"127.0.0.1:{redisPort}")],
            new("IntegrationHealth__Checks__Interval", _interval.ToString("c")),
            new("IntegrationHealth__Checks__Timeout", "00:00:05"),
            .. more,
        ], Token);
        lock (_hosts)
            _hosts.Add(host);
        return host;
    }

    /// <summary>Waits until every integration was asked for since then.</summary>
    public Task EveryoneAskedSinceAsync(TimeSpan since, TimeSpan atMost) => WaitFor.ValueAsync(
        () => Task.FromResult(Endpoint.CountSince(since)), asked => asked == Count, atMost + TimeSpan.FromSeconds(30), $"all {Count} to be checked", Token);

    /// <summary>Waits until the list of hosts is this long and none does more than its share.</summary>
    public static Task<JsonElement> SystemAsync(SampleProcess host, int hosts, double mostSkew = double.MaxValue) => WaitFor.ValueAsync(
        () => host.Admin.GetFromJsonAsync<JsonElement>("/api/admin/system", Token),
        system => system.GetProperty("hosts").GetArrayLength() == hosts && system.GetProperty("skew").GetDouble() <= mostSkew,
        TimeSpan.FromMinutes(2), $"{hosts} hosts in the list, none with more than {mostSkew} times its share", Token);

    /// <summary>What the host says of itself: Healthy, Degraded or Unhealthy.</summary>
    public static async Task<string> HealthAsync(SampleProcess host)
    {
        using var answer = await host.Anonymous.GetAsync(new Uri("/health", UriKind.Relative), Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Waits until the host says that it works.</summary>
    public static Task WellAsync(SampleProcess host, bool well = true) => WaitFor.ValueAsync(
        () => host.Anonymous.GetAsync(new Uri("/health", UriKind.Relative), Token), answer => answer.IsSuccessStatusCode == well, TimeSpan.FromMinutes(1),
        well ? "the host to be well" : "the host to be ill", Token);

    /// <summary>Checks that a host has ended since its start, by its own count.</summary>
    public static async Task<long> ChecksOfAsync(SampleProcess host)
    {
        var lines = (await host.Anonymous.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token)).Split('\n');
        return lines.Where(line => line.StartsWith("integration_health_check_duration_seconds_count", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        // All at once: each of them may take a while to notice what its test took away.
        await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));
        if (Redis is not null)
            await Redis.DisposeAsync();
        await Database.DisposeAsync();
        await Endpoint.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The same integrations on all hosts, as a file beside their settings.</summary>
    private static Task WriteIntegrationsAsync(TemporaryFolder folder, CountingEndpoint endpoint, int count) => File.WriteAllTextAsync(
        Path.Combine(folder.Path, "appsettings.json"),
        JsonSerializer.Serialize(new
        {
            IntegrationHealth = new
            {
                Integrations = Enumerable.Range(0, count).Select(number => new
                {
                    Id = $"i{number}",
                    Provider = "http",
                    Name = $"Integration {number}",
                    OwnerId = "alice",
                    Settings = new { Url = new Uri(endpoint.Address, $"/i{number}").ToString() },
                }),
            },
        }), Token);
}
