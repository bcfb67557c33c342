using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Others;

namespace IntegrationHealth.Bench.Scheduling.Claims;

/// <summary>Others' schedulers with empty jobs that are all due: what taking one, running nothing and completing it costs.</summary>
internal static class OtherContest
{
    /// <summary>Jobs of Hangfire in memory.</summary>
    public const int Jobs = 10_000;

    /// <summary>Fewer, for enqueuing them takes longer than all else.</summary>
    public const int JobsInDatabase = 3_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task<ClaimSample> MeasureAsync(string name, int jobs, string database, int? server)
    {
        var ran = 0;
        await using IAsyncDisposable scheduler = name == ClaimContest.Quartz
            ? await QuartzJobs.StartAsync(Enumerable.Repeat(TimeProvider.System.GetUtcNow() - ClaimContest.Behind, jobs), ClaimContest.Interval, _ => Interlocked.Increment(ref ran))
            : HangfireJobs.Start(jobs, database, () => Interlocked.Increment(ref ran));
        // Quartz's jobs repeat without end; Hangfire's are there once.
        await UntilAsync(jobs / 4, ClaimContest.WarmUp * 2);

        var (before, serverCpu) = (Volatile.Read(ref ran), ProcessCpu.SecondsOf(server));
        var (cpu, started) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        await UntilAsync(jobs, ClaimContest.Measured * 2);
        var (used, passed) = (Environment.CpuUsage.TotalTime - cpu, TimeProvider.System.GetElapsedTime(started));
        var measured = Volatile.Read(ref ran) - before;
        return measured > 0
            ? new ClaimSample(used.TotalMicroseconds / measured, measured / passed.TotalSeconds, (ProcessCpu.SecondsOf(server) - serverCpu) * 1e6 / measured)
            : throw new InvalidOperationException($"{name} ran no job within {passed.TotalSeconds:0} s.");

        async Task UntilAsync(int wanted, TimeSpan atMost)
        {
            var since = TimeProvider.System.GetTimestamp();
            while (Volatile.Read(ref ran) < wanted && TimeProvider.System.GetElapsedTime(since) < atMost)
                await Task.Delay(Look);
        }
    }
}
