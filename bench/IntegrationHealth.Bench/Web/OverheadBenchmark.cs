using System.Diagnostics;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Web;

/// <summary>
/// What a read of one status costs beside a bare endpoint with the same bytes, in memory and with SQLite, and what a host's own endpoint loses while 10,000 integrations
/// are checked every 5 minutes and stored in SQLite. Three hosts share one core and are never at work at once: one in memory, one without integrations, and one with them that is
/// measured both while it checks and while it rests. The pair of the last two answers the question; the pair of one process with itself leaves out the chance of its start.
/// </summary>
internal sealed class OverheadBenchmark
{
    private const int Integrations = 10_000;

    private const string Resting = "resting";
    private const string Checking = "checking";
    private const string Without = "without";

    /// <summary>In which what fell due while the host rested is caught up, or what was under way is committed.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>First checks are made within 50 s, 5 ms apart, the next from half an interval behind each on; from then on every second has its share.</summary>
    private static readonly TimeSpan ChecksSettle = TimeSpan.FromSeconds(200);

    private static readonly TimeSpan FirstChecks = TimeSpan.FromSeconds(55);
    private static readonly TimeSpan Unloaded = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    /// <summary>Short, so that both of a pair find the machine in the same mood, and many pairs fit.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <summary>For the reads of a status, while the checks settle.</summary>
    private static readonly TimeSpan ReadsWithin = TimeSpan.FromSeconds(100);

    /// <summary>From the start to the last pair.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(4.75);

    private static readonly string[] Reads = ["bare", "status", "statusSqlite", Without];
    private static readonly string[] Pairs = [Without, Resting, Checking];

    private readonly WebProcess _plain;
    private readonly WebProcess _without;
    private readonly WebProcess _with;
    private bool _checks = true;

    private OverheadBenchmark(WebProcess plain, WebProcess without, WebProcess with) => (_plain, _without, _with) = (plain, without, with);

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var pairs = new Rounds(full ? 80 : 15, full ? TimeSpan.MaxValue : Within);
        await using var farEnd = ChildProcess.Start(Machine.ServerCore, "serve");
        var url = await farEnd.ReadLineAsync();
        await using var with = await StartAsync(Integrations, url, WebHost.Sqlite);
        var (firstChecks, settled) = (Task.Delay(FirstChecks), Task.Delay(ChecksSettle));
        await using var plain = await StartAsync(0, url, WebHost.Memory);
        await using var without = await StartAsync(0, url, WebHost.Sqlite);
        foreach (var (host, path) in ((WebProcess, string)[])
            [(plain, WebHost.Bare), (plain, WebHost.Status), (without, WebHost.Bare), (without, WebHost.Status), (with, WebHost.Bare)])
            await WrkLoad.RunAsync(host, path, WarmUp);

        await firstChecks;
        var benchmark = new OverheadBenchmark(plain, without, with);
        // Hardly anything is due yet: time for what needs no checks, and no more of it than that lasts, as what falls due meanwhile has to be made up for.
        var reads = new Rounds(full ? 60 : 20, ReadsWithin);
        var read = await benchmark.LoadAsync(Reads, reads);
        var resting = await benchmark.BusyAsync(Resting);
        await benchmark.CheckAsync(true);
        await settled;

        // One after the other, within half a minute.
        var (checking, bare) = (await benchmark.BusyAsync(Checking), await benchmark.BusyAsync(Without));
        var lost = await benchmark.LoadAsync(Pairs, pairs);
        var report = new OverheadReport(read, lost, reads.Made, pairs.Made, Window).Describe();
        report.Add("without.idleBusy", bare, "of one core");
        report.Add("resting.idleBusy", resting, "of one core");
        report.Add("checking.idleBusy", checking, "of one core");
        report.AddRatio("coreTakenByChecks", checking - bare);
        return report;
    }

    private static Task<WebProcess> StartAsync(int integrations, string url, string storage) =>
        WebProcess.StartAsync(integrations, url, storage, Compilation.Tiered);

    /// <summary>Each in turn, a window each.</summary>
    private async Task<Dictionary<string, List<LoadSample>>> LoadAsync(string[] names, Rounds rounds)
    {
        var samples = names.ToDictionary(name => name, _ => new List<LoadSample>(), StringComparer.Ordinal);
        await rounds.RunAsync(async round =>
        {
            // Forwards and backwards in turn, so that a machine that grows slower favours nobody.
            foreach (var name in round % 2 == 0 ? names : names.Reverse())
            {
                await CheckAsync(name == Checking);
                samples[name].Add(await WrkLoad.RunAsync(HostOf(name), name is "status" or "statusSqlite" ? WebHost.Status : WebHost.Bare, Window));
            }
        });
        return samples;
    }

    /// <summary>What a host takes of its core while nobody asks it anything: on a core that is busy, so much is missing from its answers.</summary>
    private async Task<double> BusyAsync(string name)
    {
        await CheckAsync(name == Checking);
        var host = HostOf(name);
        var before = await host.AskAsync();
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(Unloaded);
        return ((await host.AskAsync()).CpuSeconds - before.CpuSeconds) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Lets the host with integrations check, or rest while another is looked at.</summary>
    private async Task CheckAsync(bool checks)
    {
        if (checks == _checks)
            return;
        _checks = checks;
        await _with.AskAsync(checks ? "check" : "rest");
        await Task.Delay(Settling);
    }

    private WebProcess HostOf(string name) => name switch
    {
        "bare" or "status" => _plain,
        "statusSqlite" or Without => _without,
        _ => _with,
    };
}
