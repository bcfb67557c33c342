using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Web;

/// <summary>
/// What a read of one status costs beside a bare endpoint with the same bytes, in memory and with SQLite, and what a host's own endpoint loses while 10,000 integrations
/// are checked every 5 minutes and stored in SQLite. Three hosts share one core and are never at work at once: one in memory, one without integrations, and one with them that is
/// measured both while it checks and while it rests. The pair of the last two answers the question; the pair of one process with itself leaves out the chance of its start.
/// </summary>
internal static class OverheadBenchmark
{
    private const int Integrations = 10_000;

    /// <summary>In which what fell due while the host rested is caught up.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>First checks are made within a minute, the next from half an interval on; from then on every second has its share.</summary>
    private static readonly TimeSpan ChecksSettle = TimeSpan.FromSeconds(170);

    private static readonly TimeSpan Unloaded = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    private static readonly string[] Contestants = ["bare", "status", "statusSqlite", "without", "resting", "checking"];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var (rounds, length) = (full ? 21 : 5, TimeSpan.FromSeconds(2));
        await using var farEnd = ChildProcess.Start(Machine.ServerCore, "serve");
        var url = await farEnd.ReadLineAsync();
        await using var plain = await WebProcess.StartAsync(0, url, WebHost.Memory, Compilation.Tiered);
        await using var without = await WebProcess.StartAsync(0, url, WebHost.Sqlite, Compilation.Tiered);
        await using var with = await WebProcess.StartAsync(Integrations, url, WebHost.Sqlite, Compilation.Tiered);
        var settled = Task.Delay(ChecksSettle);
        foreach (var path in (string[])[WebHost.Bare, WebHost.Status])
            await WrkLoad.RunAsync(plain, path, WarmUp);
        foreach (var path in (string[])[WebHost.Bare, WebHost.Status])
            await WrkLoad.RunAsync(without, path, WarmUp);
        await WrkLoad.RunAsync(with, WebHost.Bare, WarmUp);
        await settled;

        var samples = Contestants.ToDictionary(name => name, _ => new List<LoadSample>(), StringComparer.Ordinal);
        for (var round = 0; round < rounds; round++)
        {
            // Forwards and backwards in turn, so that a machine that grows slower favours nobody.
            foreach (var name in round % 2 == 0 ? Contestants : Contestants.Reverse())
                samples[name].Add(await MeasureAsync(name, plain, without, with, length));
        }

        var report = Report(samples, rounds, length);
        var (resting, checking) = (await BusyAsync(with, "rest"), await BusyAsync(with, "check"));
        report.Add("resting.idleBusy", resting, "of one core");
        report.Add("checking.idleBusy", checking, "of one core");
        report.AddRatio("coreTakenByChecks", checking - resting);
        return report;
    }

    /// <summary>What a host takes of its core while nobody asks it anything: on a core that is busy, so much is missing from its answers.</summary>
    private static async Task<double> BusyAsync(WebProcess host, string command)
    {
        await host.AskAsync(command);
        await Task.Delay(Settling);
        var before = await host.AskAsync();
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(Unloaded);
        return ((await host.AskAsync()).CpuSeconds - before.CpuSeconds) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<LoadSample> MeasureAsync(string name, WebProcess plain, WebProcess without, WebProcess with, TimeSpan length)
    {
        await with.AskAsync(name == "checking" ? "check" : "rest");
        if (name is "checking" or "resting")
            await Task.Delay(Settling);
        var host = name switch
        {
            "bare" or "status" => plain,
            "statusSqlite" or "without" => without,
            _ => with,
        };
        return await WrkLoad.RunAsync(host, name is "status" or "statusSqlite" ? WebHost.Status : WebHost.Bare, length);
    }

    private static BenchReport Report(Dictionary<string, List<LoadSample>> samples, int rounds, TimeSpan length)
    {
        var report = new BenchReport("overhead");
        report.Conditions["storage"] = "SQLite, durable, but for bare and status";
        report.Conditions["jit"] = "without profiles (TieredPGO=0), so that the hosts run the same code";
        report.Conditions["connections"] = WrkLoad.Connections.ToString(CultureInfo.InvariantCulture);
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture, $"{rounds} interleaved, forwards and backwards, {length.TotalSeconds:0} s each; medians of pairs");
        report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"hosts to core {core}, wrk and the far end to core {Machine.ServerCore}" : "no";
        foreach (var (name, taken) in samples)
        {
            report.Add($"{name}.cpuPerRequest", Statistics.Median(taken.Select(sample => sample.Microseconds)), "µs");
            report.Add($"{name}.requestsPerSecond", Statistics.Median(taken.Select(sample => sample.PerSecond)), "requests/s");
            report.Add($"{name}.coreBusy", Statistics.Median(taken.Select(sample => sample.Busy)), "of one core");
        }

        report.Add("checking.checksPerSecond", Statistics.Median(samples["checking"].Select(sample => sample.ChecksPerSecond)), "checks/s");
        report.AddRatio("statusToBare", Statistics.Median(Pairs("status", "bare", (status, bare) => status.Microseconds / bare.Microseconds)));
        report.AddRatio("statusSqliteToBare", Statistics.Median(Pairs("statusSqlite", "without", (status, bare) => status.Microseconds / bare.Microseconds)));
        AddLoss("throughputLost", "without");
        AddLoss("throughputLostToChecks", "resting");
        return report;

        IEnumerable<double> Pairs(string one, string other, Func<LoadSample, LoadSample, double> ratio) => samples[one].Zip(samples[other], ratio);

        void AddLoss(string name, string before)
        {
            var lost = Pairs("checking", before, (checking, other) => 1 - (checking.PerSecond / other.PerSecond)).Order().ToList();
            report.AddRatio(name, Statistics.Percentile(lost, 0.5));
            report.Add($"{name}.lowest", lost[0], "ratio");
            report.Add($"{name}.highest", lost[^1], "ratio");
        }
    }
}
