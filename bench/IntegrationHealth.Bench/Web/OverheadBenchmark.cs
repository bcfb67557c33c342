using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Web;

/// <summary>
/// What a read of one status costs beside a bare endpoint with the same bytes, and what a host's own endpoint loses while 10,000 integrations
/// are checked every 5 minutes.
/// </summary>
internal static class OverheadBenchmark
{
    private const int Connections = 32;
    private const int Integrations = 10_000;

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var (rounds, length) = full ? (11, TimeSpan.FromSeconds(10)) : (7, TimeSpan.FromSeconds(4));
        await using var farEnd = ChildProcess.Start(Machine.ServerCore, "serve");
        var url = await farEnd.ReadLineAsync();
        await using var idle = await WebProcess.StartAsync(0, url);
        await using var busy = await WebProcess.StartAsync(Integrations, url);
        foreach (var host in (WebProcess[])[idle, busy])
        {
            await LoadAsync(host, WebHost.Bare, length);
            await LoadAsync(host, WebHost.Status, length);
        }

        // The first checks are over before anything is measured: they are spread over one interval.
        var samples = new Dictionary<string, List<Sample>>(StringComparer.Ordinal) { ["bare"] = [], ["status"] = [], ["alone"] = [], ["checking"] = [] };
        for (var round = 0; round < rounds; round++)
        {
            foreach (var swap in (bool[])(round % 2 == 0 ? [false, true] : [true, false]))
            {
                samples[swap ? "status" : "bare"].Add(await LoadAsync(idle, swap ? WebHost.Status : WebHost.Bare, length));
                samples[swap ? "checking" : "alone"].Add(await LoadAsync(swap ? busy : idle, WebHost.Bare, length));
            }
        }

        var report = new BenchReport("overhead");
        report.Conditions["connections"] = Connections.ToString(CultureInfo.InvariantCulture);
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture, $"{rounds} interleaved, {length.TotalSeconds:0} s each; medians");
        report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"hosts to core {core}, load not" : "no";
        foreach (var (name, taken) in samples)
        {
            report.Add($"{name}.cpuPerRequest", Statistics.Median(taken.Select(sample => sample.Microseconds)), "µs");
            report.Add($"{name}.requestsPerSecond", Statistics.Median(taken.Select(sample => sample.PerSecond)), "requests/s");
        }

        report.AddRatio("statusToBare", Statistics.Median(samples["status"].Zip(samples["bare"], (status, bare) => status.Microseconds / bare.Microseconds)));
        var kept = samples["checking"].Zip(samples["alone"], (checking, alone) => checking.PerSecond / alone.PerSecond).Order().ToList();
        report.AddRatio("throughputKeptWhileChecking", Statistics.Percentile(kept, 0.5));
        report.Add("throughputKept.lowest", kept[0], "ratio");
        report.Add("throughputKept.highest", kept[^1], "ratio");
        return report;
    }

    private static async Task<Sample> LoadAsync(WebProcess host, string path, TimeSpan length)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });
        var url = new Uri(host.Address, path);
        using var stop = new CancellationTokenSource(length);
        var before = await host.AskAsync();
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            while (!stop.IsCancellationRequested)
            {
                using var response = await client.GetAsync(url);
                response.EnsureSuccessStatusCode();
                count++;
            }

            return count;
        })));
        var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var requests = counts.Sum();
        return new Sample(((await host.AskAsync()).CpuSeconds - before.CpuSeconds) / requests * 1e6, requests / wall);
    }

    private sealed record Sample(double Microseconds, double PerSecond);
}
