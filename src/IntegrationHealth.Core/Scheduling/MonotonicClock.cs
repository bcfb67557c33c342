namespace IntegrationHealth.Scheduling;

/// <summary>Wall-clock times on a line that nobody can set: ticks of 100 ns since this instance was made.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public long Now => time.GetElapsedTime(_origin).Ticks;

    public long ToTicks(DateTimeOffset at) => Now + (at - time.GetUtcNow()).Ticks;

    public DateTimeOffset ToTime(long ticks) => time.GetUtcNow() + TimeSpan.FromTicks(ticks - Now);
}
