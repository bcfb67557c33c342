using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using IntegrationHealth.Bench.Ui;

namespace IntegrationHealth.Bench.Cluster;

/// <summary>The sample as one host of several, a process of its own.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private const string Listening = "Listening on";
    private const string Checks = "integration_health_check_duration_seconds_count";

    private readonly Process _process;
    private readonly HttpClient _client;

    private ClusterHost(Process process, Uri address)
    {
        (_process, _client) = (process, new HttpClient { BaseAddress = address });
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo-admin");
    }

    public int ProcessId => _process.Id;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="database">The connection string of PostgreSQL.</param>
    /// <param name="redis">The connection string of Redis.</param>
    /// <param name="interval">From one check of an integration to the next.</param>
    public static async Task<ClusterHost> StartAsync(string database, string redis, TimeSpan interval)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(SampleHost.Folder, "IntegrationHealth.Sample.dll")])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Sample__Storage"] = "postgresql",
                ["Sample__Simulator"] = "false",
                ["ConnectionStrings__IntegrationHealth"] = database,
                ["ConnectionStrings__Redis"] = redis,
                ["IntegrationHealth__Checks__Interval"] = interval.ToString("c", CultureInfo.InvariantCulture),
                ["IntegrationHealth__Checks__Timeout"] = "00:00:05",
                ["IntegrationHealth__Outbound__AllowedNetworks__0"] = "127.0.0.0/8",
            },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The sample did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new ClusterHost(process, new Uri(line[(at + Listening.Length)..].Split(',')[0].Trim()));
            }
        }

        throw new InvalidOperationException("The sample ended before it listened.");
    }

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
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _client.Dispose();
    }
}
