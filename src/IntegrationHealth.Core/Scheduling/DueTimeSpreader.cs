namespace IntegrationHealth.Scheduling;

/// <summary>
/// Spreads due times by a stable hash of the id: every integration keeps its own phase of the interval, on every host and over every
/// restart, so nothing bunches up. Pure.
/// </summary>
internal static class DueTimeSpreader
{
    /// <summary>Time from one first check to the next when many are scheduled at once.</summary>
    private static readonly TimeSpan StartGap = TimeSpan.FromMilliseconds(5);

    /// <summary>The first time of the integration's phase that is more than half an interval after <paramref name="after"/>.</summary>
    public static DateTimeOffset Next(string id, DateTimeOffset after, TimeSpan interval)
    {
        var period = interval.Ticks;
        var phase = (long)(StableHash(id) % (ulong)period);
        var earliest = after.UtcTicks + (period / 2);
        var remainder = (earliest - phase) % period;
        return new DateTimeOffset(earliest + (remainder == 0 ? 0 : period - remainder), TimeSpan.Zero);
    }

    /// <summary>A first check soon after <paramref name="now"/>, spread over 5 ms an integration but no more than an interval.</summary>
    public static DateTimeOffset First(string id, DateTimeOffset now, TimeSpan interval, int scheduledTogether)
    {
        var window = StartGap * scheduledTogether;
        if (window > interval)
            window = interval;
        return window == TimeSpan.Zero ? now : now + TimeSpan.FromTicks((long)(StableHash(id) % (ulong)window.Ticks));
    }

    /// <summary>Time from one to the next when all that is overdue is spread: no more than makes a round of all in their usual time.</summary>
    public static TimeSpan Gap(IReadOnlyCollection<TimeSpan> intervals)
    {
        if (intervals.Count == 0)
            return StartGap;
        var usual = TimeSpan.FromTicks((long)intervals.Average(interval => interval.Ticks) / intervals.Count);
        return usual < StartGap ? usual : StartGap;
    }

    /// <summary>FNV-1a (Fowler, Noll, Vo), 64 bits, with a final mix: the same on every host, unlike <see cref="string.GetHashCode()"/>.</summary>
    public static ulong StableHash(string id)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in id)
            hash = (hash ^ character) * 1099511628211UL;
        hash ^= hash >> 32;
        hash *= 0xD6E8FEB86659FD93UL;
        return hash ^ (hash >> 32);
    }
}
