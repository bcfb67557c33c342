namespace IntegrationHealth.Checks.Pacing;

/// <summary>
/// How much a vendor may still be sent: so many a second, and at most as many at once, as vendors count by the second. It is filled when it is asked, and needs no
/// timer. Not safe for concurrent use.
/// </summary>
internal sealed class RateBudget(TimeProvider time)
{
    private double _tokens;
    private long _filledAt;
    private double? _perSecond;

    /// <summary>Takes one, or says how long it is until there is one again.</summary>
    /// <param name="perSecond">The rate, above 0; below 1 there is one at once all the same. Unlimited when null.</param>
    public TimeSpan Take(double? perSecond)
    {
        if (perSecond is not { } rate)
            return TimeSpan.Zero;
        var burst = Math.Max(1, rate);
        if (_perSecond != perSecond)
            (_perSecond, _tokens, _filledAt) = (perSecond, burst, time.GetTimestamp());
        _tokens = Math.Min(burst, _tokens + (rate * time.GetElapsedTime(_filledAt).TotalSeconds));
        _filledAt = time.GetTimestamp();
        // Parts of a token that rounding took away must not make us wait for nothing.
        if (_tokens < 1 - 1e-6)
            return TimeSpan.FromSeconds((1 - _tokens) / rate);
        _tokens -= 1;
        return TimeSpan.Zero;
    }
}
