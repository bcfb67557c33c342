namespace IntegrationHealth.Scheduling;

/// <summary>Wall-clock times on a line that nobody can set: ticks of 100 ns since this instance was made.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    private long Now => time.GetElapsedTime(_origin).Ticks;

    /// <summary>Both clocks at this moment, to convert any number of times.</summary>
    public ClockReading Read() => new(Now, time.GetUtcNow());
}

/// <summary>What two clocks showed at one moment.</summary>
/// <param name="Ticks">The line that nobody can set.</param>
/// <param name="Utc">The clock on the wall.</param>
internal readonly record struct ClockReading(long Ticks, DateTimeOffset Utc)
{
    public long ToTicks(DateTimeOffset at) => Ticks + (at - Utc).Ticks;

    public DateTimeOffset ToTime(long ticks) => Utc + TimeSpan.FromTicks(ticks - Ticks);
}
