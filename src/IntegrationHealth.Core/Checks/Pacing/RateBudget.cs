namespace IntegrationHealth.Checks.Pacing;

/// <summary>
/// How much a vendor may still be sent: so many a minute, of which at most a second's worth at once, as vendors count by the second. It is filled when it is asked, and needs no
/// timer. Not safe for concurrent use.
/// </summary>
internal sealed class RateBudget(TimeProvider time)
{
    private double _tokens;
    private long _filledAt;
    private int? _perMinute;

    /// <summary>Takes one, or says how long it is until there is one again.</summary>
    /// <param name="perMinute">The rate; unlimited when null.</param>
    public TimeSpan Take(int? perMinute)
    {
        if (perMinute is not { } rate)
            return TimeSpan.Zero;
        var perSecond = rate / 60.0;
        var burst = Math.Max(1, perSecond);
        if (_perMinute != perMinute)
            (_perMinute, _tokens, _filledAt) = (perMinute, burst, time.GetTimestamp());
        _tokens = Math.Min(burst, _tokens + (perSecond * time.GetElapsedTime(_filledAt).TotalSeconds));
        _filledAt = time.GetTimestamp();
        // Parts of a token that rounding took away must not make us wait for nothing.
        if (_tokens < 1 - 1e-6)
            return TimeSpan.FromSeconds((1 - _tokens) / perSecond);
        _tokens -= 1;
        return TimeSpan.Zero;
    }
}
