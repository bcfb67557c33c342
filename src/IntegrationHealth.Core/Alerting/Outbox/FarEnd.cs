namespace IntegrationHealth.Alerting.Outbox;

/// <summary>What a channel's attempts say of its far end: whether it fails, and until when it is left alone. Not safe for concurrent use.</summary>
internal sealed class FarEnd(TimeProvider time)
{
    /// <summary>Failures in a row before the channel is paused.</summary>
    private const int FailuresBeforePause = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private int _failures;

    /// <summary>True while the last attempt failed.</summary>
    public bool Fails => _failures > 0;

    /// <summary>Until when nothing is sent; in the past when it is.</summary>
    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>Takes note of how an attempt ended.</summary>
    public void Report(bool works, TimeSpan? retryAfter)
    {
        _failures = works ? 0 : _failures + 1;
        if (works)
            return;
        if (retryAfter is { } asked)
            PauseFor(asked);
        else if (_failures >= FailuresBeforePause)
            PauseFor(FirstPause * Math.Pow(2, Math.Min(_failures - FailuresBeforePause, 10)) is var pause && pause < LongestPause ? pause : LongestPause);
    }

    /// <summary>Sends nothing for a while; a longer pause that it is in already stays.</summary>
    public void PauseFor(TimeSpan pause)
    {
        var until = time.GetUtcNow() + pause;
        if (until > PausedUntil)
            PausedUntil = until;
    }
}
