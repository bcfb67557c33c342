namespace IntegrationHealth.Status;

/// <summary>
/// A time in UTC, or none, in 8 bytes, where a nullable <see cref="DateTimeOffset"/> takes 24. A snapshot has seven, is kept in memory for each integration, and outlives the
/// garbage collections between two checks, each of which copies it.
/// </summary>
internal readonly record struct PackedTime
{
    /// <summary>0 for none, as in a snapshot that says nothing of it.</summary>
    private readonly long _ticksAndOne;

    public PackedTime(DateTimeOffset? time) => _ticksAndOne = time is { } some ? some.UtcTicks + 1 : 0;

    public DateTimeOffset? Time => _ticksAndOne == 0 ? null : new DateTimeOffset(_ticksAndOne - 1, TimeSpan.Zero);
}
