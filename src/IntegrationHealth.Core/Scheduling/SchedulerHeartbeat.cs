namespace IntegrationHealth.Scheduling;

/// <summary>When the scheduler last went round, so that others can tell whether it lives.</summary>
internal sealed class SchedulerHeartbeat
{
    private long _ticks;
    private long _beats;

    public DateTimeOffset? SeenAt => Interlocked.Read(ref _ticks) is var ticks and > 0 ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>How often it went round.</summary>
    public long Beats => Interlocked.Read(ref _beats);

    public void Beat(DateTimeOffset now)
    {
        Interlocked.Exchange(ref _ticks, now.UtcTicks);
        Interlocked.Increment(ref _beats);
    }
}
