using System.Globalization;
using Quartz;

namespace IntegrationHealth.Bench.Scheduling.Others;

/// <summary>Quartz.NET with its jobs in memory, each with a trigger at an interval; a job only says how late it is. Defaults otherwise.</summary>
internal sealed class QuartzJobs : IAsyncDisposable
{
    private readonly IScheduler _scheduler;

    private QuartzJobs(IScheduler scheduler) => _scheduler = scheduler;

    /// <param name="first">When each job is due for the first time.</param>
    /// <param name="interval">Between two runs; none is left out, however late.</param>
    /// <param name="ran">Told of each run.</param>
    public static async Task<QuartzJobs> StartAsync(IEnumerable<DateTimeOffset> first, TimeSpan interval, Action<TimeSpan> ran)
    {
        Job.Ran = ran;
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz.UseInMemoryStore()).BuildScheduler();
        var schedule = SimpleScheduleBuilder.Create().WithInterval(interval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires);
        var number = 0;
        foreach (var due in first)
        {
            var name = (number++).ToString(CultureInfo.InvariantCulture);
            await scheduler.ScheduleJob(
                JobBuilder.Create<Job>().WithIdentity(name).Build(), TriggerBuilder.Create().WithIdentity(name).StartAt(due).WithSchedule(schedule).Build());
        }

        await scheduler.Start();
        return new QuartzJobs(scheduler);
    }

    public async ValueTask DisposeAsync() => await _scheduler.Shutdown();

    /// <summary>Quartz makes an instance for each run.</summary>
    internal sealed class Job : IJob
    {
        public static Action<TimeSpan> Ran { get; set; } = _ => { };

        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            Ran(TimeProvider.System.GetUtcNow() - context.ScheduledFireTimeUtc!.Value);
            return ValueTask.CompletedTask;
        }
    }
}
