using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Others;

namespace IntegrationHealth.Bench.Scheduling.Claims;

/// <summary>
/// Others' schedulers with empty jobs that are all due: what taking one, running nothing and completing it costs. Warmed up by CPU time, as ours are: Hangfire's jobs are there
/// once, so they come in lots, and adding a lot counts for nothing.
/// </summary>
internal sealed class OtherContest
{
    /// <summary>Jobs of a lot of Hangfire in memory.</summary>
    public const int Jobs = 10_000;

    /// <summary>Fewer, for enqueuing them takes longer than all else.</summary>
    public const int JobsInDatabase = 3_000;

    /// <summary>Jobs at once, as many as BullMQ has; Quartz.NET has its default of ten.</summary>
    public const int HangfireWorkers = 64;

    private static readonly TimeSpan QuartzInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Without an end of what is waited for, on a machine that is busy with something else.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly string _name;
    private readonly int? _server;
    private long _ran;

    private OtherContest(string name, int? server) => (_name, _server) = (name, server);

    public static Task<ClaimSample> MeasureAsync(string name, int jobs, string database, int? server)
    {
        var contest = new OtherContest(name, server);
        if (name == ClaimContest.Quartz)
        {
            // Its jobs repeat, but it moves a beginning in the past to now: always due is only what is due again sooner than it has run all of them.
            var due = Enumerable.Repeat(TimeProvider.System.GetUtcNow(), jobs);
            return contest.MeasureAsync(async () => await QuartzJobs.StartAsync(due, QuartzInterval, _ => contest.Ran()), long.MaxValue);
        }

        var hangfire = new HangfireJobs(database, HangfireWorkers, contest.Ran);
        return contest.MeasureAsync(() => Task.FromResult<IAsyncDisposable>(hangfire.Start(jobs)), jobs);
    }

    private async Task<ClaimSample> MeasureAsync(Func<Task<IAsyncDisposable>> startAsync, long lot)
    {
        var (warmUp, measured) = (Spent.Nothing, Spent.Nothing);
        while (measured.Time < ClaimContest.Measured)
        {
            var before = Volatile.Read(ref _ran);
            await using var scheduler = await startAsync();
            // At the beginning of a lot its workers are made, and at its end they find nothing.
            await UntilAsync(_ => Volatile.Read(ref _ran) > before + 500);
            warmUp += await UntilAsync(spent => RunsDry() || (warmUp + spent) is { Cpu: var cpu, Time: var time } && (cpu >= ClaimContest.WarmUp || time >= ClaimContest.WarmUp * 2));
            // Of a lot that went into warming up there is nothing left to measure.
            if (RunsDry())
                continue;
            measured += await UntilAsync(spent => RunsDry() || (measured + spent).Time >= ClaimContest.Measured);
            if (measured is { Jobs: 0, Time.Ticks: > 0 })
                throw new InvalidOperationException($"{_name} ran no job within {measured.Time.TotalSeconds:0.0} s.");

            bool RunsDry() => Volatile.Read(ref _ran) - before > lot - 500;
        }

        return new ClaimSample(
            measured.Cpu.TotalMicroseconds / measured.Jobs, measured.Jobs / measured.Time.TotalSeconds, measured.ServerSeconds * 1e6 / measured.Jobs);
    }

    private void Ran() => Interlocked.Increment(ref _ran);

    /// <summary>What is spent until it is enough.</summary>
    private async Task<Spent> UntilAsync(Func<Spent, bool> enough)
    {
        var (ran, cpu, began, serverCpu) = (Volatile.Read(ref _ran), Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp(), ProcessCpu.SecondsOf(_server));
        while (true)
        {
            var spent = new Spent(Volatile.Read(ref _ran) - ran, Environment.CpuUsage.TotalTime - cpu, TimeProvider.System.GetElapsedTime(began), 0);
            if (enough(spent))
                return spent with { ServerSeconds = ProcessCpu.SecondsOf(_server) - serverCpu };
            if (spent.Time > Longest)
                throw new InvalidOperationException($"{_name} ran {spent.Jobs} jobs within {Longest.TotalSeconds:0} s, and was to run more.");
            await Task.Delay(Look);
        }
    }

    /// <param name="Jobs">Jobs that ran.</param>
    /// <param name="Cpu">Of this process.</param>
    /// <param name="Time">On the clock.</param>
    /// <param name="ServerSeconds">CPU of the server; null without one.</param>
    private readonly record struct Spent(long Jobs, TimeSpan Cpu, TimeSpan Time, double? ServerSeconds)
    {
        public static readonly Spent Nothing = new(0, TimeSpan.Zero, TimeSpan.Zero, 0);

        public static Spent operator +(Spent one, Spent other) =>
            new(one.Jobs + other.Jobs, one.Cpu + other.Cpu, one.Time + other.Time, one.ServerSeconds + other.ServerSeconds);
    }
}
