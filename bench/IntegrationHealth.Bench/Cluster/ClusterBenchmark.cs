using System.Globalization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Others;
using IntegrationHealth.Bench.Storage;

namespace IntegrationHealth.Bench.Cluster;

/// <summary>
/// Three hosts as processes of their own share 10,000 integrations at 60 s through Redis and PostgreSQL: how evenly, whether anything is checked twice in its
/// interval, and what follows when one is killed. In full also when Redis is away for 60 s: stopped and started with its data, and killed and started empty.
/// Nothing is pinned: what counts here is when checks come, not what they cost.
/// </summary>
internal sealed class ClusterBenchmark : IAsyncDisposable
{
    private const int Integrations = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(60);

    /// <summary>Of the hosts: <c>IntegrationHealth:Checks:Lease</c>.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly BenchReport _report = new("cluster");
    private readonly List<ClusterHost> _hosts = [];
    private readonly FarEnd _farEnd;
    private readonly BenchPostgreSql _postgreSql;
    private readonly BenchRedis _redis;

    private ClusterBenchmark(FarEnd farEnd, BenchPostgreSql postgreSql, BenchRedis redis) => (_farEnd, _postgreSql, _redis) = (farEnd, postgreSql, redis);

    public static async Task<BenchReport> RunAsync(bool full)
    {
        await using var farEnd = await FarEnd.StartAsync();
        await using var postgreSql = await BenchPostgreSql.StartAsync(core: null);
        await using var redis = await BenchRedis.StartAsync(core: null, keepsData: true);
        await using var benchmark = new ClusterBenchmark(farEnd, postgreSql, redis);
        await benchmark.StartAsync();
        await benchmark.ShareAsync();
        await benchmark.KillHostAsync();
        if (full)
        {
            await benchmark.JoinAsync();
            await benchmark.TakeRedisAwayAsync("Redis stopped for 60 s, back with its data", empty: false);
            await benchmark.TakeRedisAwayAsync("Redis killed, empty 60 s later", empty: true);
        }

        benchmark._report.Conditions["load at the end"] = Machine.Load;
        return benchmark._report;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    private async Task StartAsync()
    {
        _report.Conditions["cluster"] = string.Create(CultureInfo.InvariantCulture, $"3 hosts, {Integrations} integrations at {Interval.TotalSeconds} s, lease {Lease.TotalSeconds} s");
        for (var host = 0; host < 3; host++)
            await AddHostAsync();
        // Each through another host: all of them are to know all.
        await Parallel.ForEachAsync(Enumerable.Range(0, Integrations), new ParallelOptions { MaxDegreeOfParallelism = 12 },
            (number, _) => _hosts[number % _hosts.Count].RegisterAsync($"i{number}", $"{_farEnd.Address}/{number}"));
        await EveryoneAskedSinceAsync(TimeSpan.Zero);
        // From its first check on an integration is led into a phase of its own, within an interval and a half.
        await PassAsync(Interval * 1.5);
    }

    /// <summary>Normal running, for two intervals.</summary>
    private async Task ShareAsync()
    {
        const string What = "three hosts, 2 min";
        var (from, before, cpuBefore) = (_farEnd.Now, await ChecksAsync(), Cpu());
        await PassAsync(Interval * 2);
        var (window, after, cpuAfter) = (new HitWindow(_farEnd.Hits, from, _farEnd.Now), await ChecksAsync(), Cpu());

        var own = after.Zip(before, (now, then) => (double)(now - then)).ToArray();
        _report.Add($"{What}: checks", window.Count, "");
        if (own.Sum() == 0)
            throw new InvalidOperationException($"{What}: no host says that it made a check.");
        _report.AddRatio($"{What}: busiest host over its share", own.Max() / own.Average());
        _report.AddRatio($"{What}: least busy host over its share", own.Min() / own.Average());
        Report(What, window);
        foreach (var (then, now) in cpuBefore.Zip(cpuAfter))
        {
            // A server that somebody else runs does not tell.
            if (now.Seconds - then.Seconds is { } seconds)
                _report.Add($"{What}: CPU of {then.Name}", 100 * seconds / (Interval * 2).TotalSeconds, "% of a core");
        }
    }

    private async Task KillHostAsync()
    {
        var killed = _hosts[^1];
        _hosts.Remove(killed);
        await killed.DisposeAsync();
        var at = _farEnd.Now;
        var all = await EveryoneAskedSinceAsync(at);
        _report.Add("kill -9 of one: all checked within", all.TotalSeconds, "s");
        Report("kill -9 of one", new HitWindow(_farEnd.Hits, at, at + all));
    }

    private async Task JoinAsync()
    {
        var host = await AddHostAsync();
        var before = await ChecksAsync();
        await PassAsync(Interval);
        var own = (await ChecksAsync()).Zip(before, (now, then) => (double)(now - then)).ToArray();
        if (own.Sum() == 0)
            throw new InvalidOperationException("A third host joined: no host says that it made a check.");
        _report.AddRatio("a third host joined: its share in the first minute", own[_hosts.IndexOf(host)] / own.Average());
    }

    private async Task TakeRedisAwayAsync(string what, bool empty)
    {
        // What was asked for just before the stop is answered by then.
        await (empty ? _redis.KillAsync() : _redis.StopAsync());
        var away = _farEnd.Now;
        await PassAsync(Away);
        var quiet = new HitWindow(_farEnd.Hits, away + TimeSpan.FromSeconds(6), _farEnd.Now);
        await _redis.StartAgainAsync(empty);
        var back = _farEnd.Now;
        var all = await EveryoneAskedSinceAsync(back);
        // And one more interval, for what would come twice.
        await PassAsync(Interval);
        var window = new HitWindow(_farEnd.Hits, back, _farEnd.Now);

        _report.Add($"{what}: checks while it was away", quiet.Count, "from 6 s on");
        if (window.First is { } first)
            _report.Add($"{what}: first check", first.TotalSeconds, "s after its start");
        _report.Add($"{what}: all checked within", all.TotalSeconds, "s of its start");
        _report.Add($"{what}: busiest second", window.BusiestSecond, "checks");
        Report(what, window);
    }

    private void Report(string what, HitWindow window)
    {
        _report.Add($"{what}: never checked", Integrations - window.Integrations, "integrations");
        _report.Add($"{what}: again before half their interval", window.Gaps.Count(gap => gap < Interval.TotalSeconds / 2), "checks");
        // Nothing was checked twice.
        if (window.Gaps.Count == 0)
            return;
        _report.Add($"{what}: shortest time between two", window.Gaps[0], "s");
        _report.Add($"{what}: median", Statistics.Percentile(window.Gaps, 0.5), "s");
        _report.Add($"{what}: longest", window.Gaps[^1], "s");
    }

    private async Task<ClusterHost> AddHostAsync()
    {
        var host = await ClusterHost.StartAsync(_postgreSql.ConnectionString, _redis.ConnectionString, Interval);
        _hosts.Add(host);
        return host;
    }

    private Task<long[]> ChecksAsync() => Task.WhenAll(_hosts.Select(host => host.ChecksAsync()));

    private (string Name, double? Seconds)[] Cpu() =>
    [
        .. _hosts.Select((host, number) => ($"host {number + 1}", ProcessCpu.SecondsOf(host.ProcessId))),
        ("Redis", ProcessCpu.SecondsOf(_redis.ProcessId)),
        ("PostgreSQL", ProcessCpu.SecondsOf(_postgreSql.ProcessId)),
    ];

    /// <summary>Waits until every integration was asked for since then; answers how long that took.</summary>
    private async Task<TimeSpan> EveryoneAskedSinceAsync(TimeSpan since)
    {
        while (true)
        {
            var now = _farEnd.Now;
            if (new HitWindow(_farEnd.Hits, since, now).Integrations is var asked && asked == Integrations)
                return now - since;
            if (now > since + (Interval * 4))
                throw new InvalidOperationException($"{Integrations - asked} of {Integrations} integrations were not checked in four intervals.");
            await PassAsync(TimeSpan.FromSeconds(0.5));
        }
    }

    private static Task PassAsync(TimeSpan time) => Task.Delay(time);
}
