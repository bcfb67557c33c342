using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Web;

/// <summary>What live connections cost a host, and how soon a change is with those who subscribed: clients of its hub, and a page in Chromium among them.</summary>
internal static class RealtimeBenchmark
{
    private const int ConnectsAtOnce = 64;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    /// <summary>A connection gets at most ten messages a second: a change that comes sooner waits.</summary>
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromMilliseconds(200);

    /// <summary>Until everybody has a change, on a machine that is busy with something else.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromSeconds(30);

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var (connections, changes) = full ? (5_000, 300) : (1_000, 100);
        await using var farEnd = ChildProcess.Start(Machine.ServerCore, "serve");
        await using var host = await WebProcess.StartAsync(0, await farEnd.ReadLineAsync(), WebHost.Memory);
        await using var chromium = await BenchChromium.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        var report = new BenchReport("realtime");
        report.Conditions["connections"] = connections.ToString(CultureInfo.InvariantCulture);
        report.Conditions["changes"] = $"{changes}, manual checks; each time counts from before the call, so the check and its commit are in it";
        report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"host to core {core}; clients and Chromium {chromium.Browser.Version} not" : "no";
        report.Conditions["transport"] = "WebSockets, JSON, on loopback; every connection has called SubscribeMine";

        await using var first = await Subscriber.ConnectAsync(host.Address);
        var page = await BrowserSubscriber.ConnectAsync(chromium, host.Address);
        Add("oneSubscriber", await ChangesAsync(http, [first], page, changes));

        var before = await host.AskAsync("collect");
        var began = Stopwatch.GetTimestamp();
        var subscribers = new List<Subscriber>(connections) { first };
        foreach (var chunk in Enumerable.Range(1, connections - 1).Chunk(ConnectsAtOnce))
            subscribers.AddRange(await Task.WhenAll(chunk.Select(_ => Subscriber.ConnectAsync(host.Address))));
        report.Add("connecting", Stopwatch.GetElapsedTime(began).TotalSeconds, "s");

        var after = await host.AskAsync("collect");
        report.Add("heapPerConnection", (after.HeapBytes - before.HeapBytes) / (connections - 1), "B");
        report.Add("residentPerConnection", (after.ResidentBytes - before.ResidentBytes) / (connections - 1), "B");
        await Task.Delay(Idle);
        var idle = await host.AskAsync();
        report.Add("idleCpu", (idle.CpuSeconds - after.CpuSeconds) / Idle.TotalSeconds * 100, "% of a core");

        Add("allSubscribers", await ChangesAsync(http, subscribers, page, changes));
        var busy = await host.AskAsync();
        report.Add("allSubscribers.cpu", (busy.CpuSeconds - idle.CpuSeconds) * 1e6 / ((double)changes * connections), "µs CPU of the host a change and client");
        await Parallel.ForEachAsync(subscribers.Skip(1), async (subscriber, _) => await subscriber.DisposeAsync());
        return report;

        void Add(string name, Arrivals arrivals)
        {
            AddTimes($"{name}.client", arrivals.Clients);
            AddTimes($"{name}.lastClient", arrivals.LastClients);
            AddTimes($"{name}.chromium", arrivals.Browser);
        }

        void AddTimes(string name, List<double> milliseconds)
        {
            milliseconds.Sort();
            report.Add($"{name}.p50", Statistics.Percentile(milliseconds, 0.5), "ms");
            report.Add($"{name}.p99", Statistics.Percentile(milliseconds, 0.99), "ms");
        }
    }

    /// <summary>Milliseconds from before a manual check until each subscriber has its change, until the last of them has, and until the page has.</summary>
    private static async Task<Arrivals> ChangesAsync(HttpClient http, IReadOnlyList<Subscriber> subscribers, BrowserSubscriber page, int changes)
    {
        var arrivals = new Arrivals([], [], []);
        for (var i = 0; i <= changes; i++)
        {
            Task<long>[] news = [.. subscribers.Select(subscriber => subscriber.NextChange())];
            var browser = page.NextChangeAsync();
            var (asked, askedAt) = (Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow());
            (await http.PostAsync(new Uri(WebHost.Status + "/check", UriKind.Relative), null)).EnsureSuccessStatusCode();
            var times = (await AllAsync(news, i)).Select(at => Stopwatch.GetElapsedTime(asked, at).TotalMilliseconds).ToList();
            var shown = (await browser - askedAt).TotalMilliseconds;
            // The first one also compiles.
            if (i > 0)
            {
                arrivals.Clients.AddRange(times);
                arrivals.LastClients.Add(times.Max());
                arrivals.Browser.Add(shown);
            }

            await Task.Delay(BetweenChanges);
        }

        return arrivals;
    }

    private static async Task<long[]> AllAsync(Task<long>[] news, int change)
    {
        try
        {
            return await Task.WhenAll(news).WaitAsync(LongestChange);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(
                $"{news.Count(one => one.IsCompletedSuccessfully)} of {news.Length} subscribers had news of change {change} after {LongestChange.TotalSeconds:0} s.",
                news.FirstOrDefault(one => one.IsFaulted)?.Exception ?? (Exception)exception);
        }
    }

    private sealed record Arrivals(List<double> Clients, List<double> LastClients, List<double> Browser);
}
