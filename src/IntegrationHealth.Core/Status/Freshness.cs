namespace IntegrationHealth.Status;

/// <summary>Until when a status may be believed.</summary>
internal static class Freshness
{
    private const int Intervals = 3;

    /// <summary>
    /// Three intervals after the last check, or after its registration where no check has come yet; where the next check was put off
    /// (backoff, Retry-After), one interval after that. Null while it is paused.
    /// </summary>
    public static DateTimeOffset? FreshUntil(HealthSnapshot snapshot, TimeSpan interval)
    {
        if (snapshot.Status == IntegrationStatus.Paused)
            return null;

        var byInterval = (snapshot.LastCheckedAt ?? snapshot.StatusSince) + (interval * Intervals);
        var byDue = snapshot.NextCheckAt + interval;
        return byDue > byInterval ? byDue : byInterval;
    }

    public static bool IsStale(HealthSnapshot snapshot, TimeSpan interval, DateTimeOffset now) => now > FreshUntil(snapshot, interval);
}
