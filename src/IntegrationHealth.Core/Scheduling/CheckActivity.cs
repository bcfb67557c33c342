namespace IntegrationHealth.Scheduling;

/// <summary>How many checks this host began lately, and how late. Safe for concurrent use.</summary>
internal sealed class CheckActivity(TimeProvider time)
{
    private const int Seconds = 60;

    private readonly Lock _gate = new();
    private readonly long[] _begun = new long[Seconds];
    private readonly TimeSpan[] _lag = new TimeSpan[Seconds];
    /// <summary>The first check: a host that is only starting has no rate.</summary>
    private long? _startedAt;
    private long _second;

    public void Begun(TimeSpan lateness)
    {
        lock (_gate)
        {
            _startedAt ??= time.GetTimestamp();
            var place = Advance() % Seconds;
            _begun[place]++;
            if (lateness > _lag[place])
                _lag[place] = lateness;
        }
    }

    /// <summary>Of the last minute: checks begun a minute, and the longest lateness.</summary>
    public (double PerMinute, TimeSpan Lag) Read()
    {
        lock (_gate)
        {
            if (_startedAt is null)
                return (0, TimeSpan.Zero);
            var seconds = Math.Clamp(Advance(), 1, Seconds);
            return (_begun.Sum() * (double)Seconds / seconds, _lag.Max());
        }
    }

    /// <summary>Forgets what is older than a minute; answers the second since the first check.</summary>
    private long Advance()
    {
        var now = (long)time.GetElapsedTime(_startedAt!.Value).TotalSeconds;
        for (var second = Math.Max(_second + 1, now - Seconds + 1); second <= now; second++)
            (_begun[second % Seconds], _lag[second % Seconds]) = (0, TimeSpan.Zero);
        _second = Math.Max(_second, now);
        return _second;
    }
}
