namespace IntegrationHealth.Status;

/// <summary>Time to the next check of an integration that keeps failing.</summary>
internal static class BackoffSchedule
{
    /// <param name="policy">Interval and bound.</param>
    /// <param name="attempt">0 for the first check after the status became Unhealthy; doubles with each.</param>
    public static TimeSpan Delay(StatusPolicy policy, int attempt)
    {
        var bound = policy.BackoffBound;
        var ticks = policy.Interval.Ticks * Math.Pow(2, Math.Clamp(attempt, 0, 30));
        return ticks >= bound.Ticks ? bound : TimeSpan.FromTicks((long)ticks);
    }
}
