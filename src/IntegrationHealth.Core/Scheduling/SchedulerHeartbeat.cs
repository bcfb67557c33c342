namespace IntegrationHealth.Scheduling;

/// <summary>When the scheduler last went round, so that others can tell whether it lives.</summary>
internal sealed class SchedulerHeartbeat
{
    private long _ticks;

    public DateTimeOffset? SeenAt => Interlocked.Read(ref _ticks) is var ticks and > 0 ? new(ticks, TimeSpan.Zero) : null;

    public void Beat(DateTimeOffset now) => Interlocked.Exchange(ref _ticks, now.UtcTicks);
}
