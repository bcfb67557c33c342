using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Others;

namespace IntegrationHealth.Bench.Scheduling.Claims;

/// <summary>Others' schedulers with empty jobs that are all due: what taking one, running nothing and completing it costs.</summary>
internal static class OtherContest
{
    /// <summary>Jobs of Hangfire in memory, and of BullMQ.</summary>
    public const int Jobs = 20_000;

    /// <summary>Fewer, for enqueuing them takes longer than all else.</summary>
    public const int JobsInDatabase = 3_000;

    private const int Quarter = 4;

    public static async Task<ClaimSample> MeasureAsync(string name, int jobs, string database, int? server)
    {
        var (ran, warmUp) = (0, jobs / Quarter);
        // Quartz's jobs repeat without end: as many are measured as there are.
        var measured = name == ClaimContest.Quartz ? jobs : jobs - warmUp;
        var (cpu, started, serverCpu) = (TimeSpan.Zero, 0L, (double?)null);
        var sample = new TaskCompletionSource<ClaimSample>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using IAsyncDisposable scheduler = name == ClaimContest.Quartz
            ? await QuartzJobs.StartAsync(Enumerable.Repeat(TimeProvider.System.GetUtcNow() - ClaimContest.Behind, jobs), ClaimContest.Interval, batch: 1, _ => Ran())
            : HangfireJobs.Start(jobs, database, Ran);
        return await sample.Task;

        void Ran()
        {
            var number = Interlocked.Increment(ref ran);
            if (number == warmUp)
            {
                serverCpu = ProcessCpu.SecondsOf(server);
                (cpu, started) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
            }
            else if (number == warmUp + measured)
            {
                var (used, passed) = (Environment.CpuUsage.TotalTime - cpu, TimeProvider.System.GetElapsedTime(started));
                sample.SetResult(new ClaimSample(used.TotalMicroseconds / measured, measured / passed.TotalSeconds, (ProcessCpu.SecondsOf(server) - serverCpu) * 1e6 / measured));
            }
        }
    }
}
