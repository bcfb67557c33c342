namespace IntegrationHealth.Status;

/// <summary>Until when a status may be believed.</summary>
internal static class Freshness
{
    private const int Intervals = 3;

    /// <summary>
    /// Three intervals after the last check; where the next check was put off (backoff, Retry-After), one interval after that.
    /// Null before the first check: there is nothing to be stale.
    /// </summary>
    public static DateTimeOffset? FreshUntil(HealthSnapshot snapshot, TimeSpan interval)
    {
        if (snapshot.LastCheckedAt is not { } checkedAt || snapshot.Status == IntegrationStatus.Paused)
            return null;

        var byInterval = checkedAt + (interval * Intervals);
        var byDue = snapshot.NextCheckAt + interval;
        return byDue > byInterval ? byDue : byInterval;
    }

    public static bool IsStale(HealthSnapshot snapshot, TimeSpan interval, DateTimeOffset now) => now > FreshUntil(snapshot, interval);
}
