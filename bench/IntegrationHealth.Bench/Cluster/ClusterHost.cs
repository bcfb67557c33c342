using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Cluster;

/// <summary>The sample as one host of several, a process of its own.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private const string Checks = "integration_health_check_duration_seconds_count";

    private readonly SampleProcess _process;
    private readonly HttpClient _client;

    private ClusterHost(SampleProcess process)
    {
        (_process, _client) = (process, new HttpClient { BaseAddress = process.Address });
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo-admin");
    }

    public int ProcessId => _process.Id;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="database">The connection string of PostgreSQL.</param>
    /// <param name="redis">The connection string of Redis.</param>
    /// <param name="interval">From one check of an integration to the next.</param>
    public static async Task<ClusterHost> StartAsync(string database, string redis, TimeSpan interval) => new(await SampleProcess.StartAsync(
        core: null,
        ("Sample__Storage", "postgresql"), ("Sample__Simulator", "false"),
        ("ConnectionStrings__IntegrationHealth", database), ("ConnectionStrings__Redis", redis),
        ("IntegrationHealth__Checks__Interval", interval.ToString("c", CultureInfo.InvariantCulture)), ("IntegrationHealth__Checks__Timeout", "00:00:05"),
        ("IntegrationHealth__Outbound__AllowedNetworks__0", "127.0.0.0/8")));

    /// <summary>Registers an integration, as an administrator does.</summary>
    public async ValueTask RegisterAsync(string id, string url)
    {
        using var answer = await _client.PostAsJsonAsync(
            new Uri("/api/admin/integrations", UriKind.Relative), new { id, provider = "http", name = id, ownerId = "alice", settings = new { url } });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Checks since its start, by its own count.</summary>
    public async Task<long> ChecksAsync() => (await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
        .Where(line => line.StartsWith(Checks, StringComparison.Ordinal)).Sum(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _client.Dispose();
    }
}
