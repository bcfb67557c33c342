namespace IntegrationHealth.Alerting.Outbox;

/// <summary>
/// When a failed notification is tried again: 5 s, doubled each time up to an hour, each with a fifth of jitter, so that a far end that
/// comes back does not get everything at once. Pure.
/// </summary>
internal static class RetrySchedule
{
    /// <summary>
    /// Attempts before a notification is given up. Even with the shortest jitter they stretch over more than 24 hours
    /// (1.4 h of doubling, then 29 times at least 48 minutes).
    /// </summary>
    public const int MaxAttempts = 40;

    private const double Jitter = 0.2;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestAsked = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    /// <summary>Time to the next attempt.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="retryAfter">What the far end asked for; honoured from 1 s to 1 day, when it is longer than our own wait.</param>
    /// <param name="random">0 up to, but not, 1.</param>
    public static TimeSpan Delay(int attempt, TimeSpan? retryAfter, double random)
    {
        var doubled = First * Math.Pow(2, Math.Min(attempt - 1, 20));
        var own = (doubled < Longest ? doubled : Longest) * (1 - Jitter + (2 * Jitter * random));
        if (retryAfter is not { } asked)
            return own;
        var honoured = asked < ShortestAsked ? ShortestAsked : asked > LongestAsked ? LongestAsked : asked;
        return honoured > own ? honoured : own;
    }
}
