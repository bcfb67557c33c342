namespace IntegrationHealth.Scheduling;

/// <summary>
/// How long to wait between claims that find little. What a claim costs is waking up for it, and again for each answer that comes apart from the others. So it waits until
/// some <see cref="Worthwhile"/> are due, by the rate of late, within 10 to 40 ms; and where checks are made at long intervals for a thousandth of the interval, which nobody notices.
/// </summary>
/// <param name="maxConcurrency">Checks that the host may have under way at once.</param>
internal sealed class ClaimPacing(int maxConcurrency)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest wait at intervals of up to 40 s, and while a provider has no place for more.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(40);

    /// <summary>Longest wait at intervals of minutes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    /// <summary>Due integrations for which a thread is woken.</summary>
    private const double Worthwhile = 10;

    private const double OfInterval = 0.001;

    /// <summary>How much one claim weighs in the rate.</summary>
    private const double Weight = 0.1;

    /// <summary>By which patience grows, a claim.</summary>
    private const double Growth = 1.1;

    /// <summary>Of its own lengths without a check of it, until a short interval is forgotten.</summary>
    private const double Remembered = 2;

    /// <summary>Most checks that are let gather for longer: half of what one provider may have at once, so that they begin and do not stand in a line.</summary>
    private readonly int _most = Math.Max(1, maxConcurrency / 4);

    private double _perMillisecond;

    /// <summary>The shortest interval of late; none is known before the first claim.</summary>
    private TimeSpan _interval;
    private TimeSpan _sinceInterval;

    /// <summary>Grows while there are places, so that a host that starts does not begin with waves.</summary>
    private TimeSpan _patience = Usual;

    /// <summary>The shortest wait after a claim.</summary>
    /// <param name="found">How many it found.</param>
    /// <param name="passed">Time since the claim before it.</param>
    /// <param name="dispatched">What became of them.</param>
    public TimeSpan After(int found, TimeSpan passed, Dispatched dispatched)
    {
        _perMillisecond += Weight * ((found / Math.Max(passed.TotalMilliseconds, 1)) - _perMillisecond);
        _sinceInterval += passed;
        if (found == 0)
            return Shortest; // Nothing was due: the next that is gets its time.

        if (dispatched.ShortestInterval is { } interval && (interval <= _interval || _sinceInterval > _interval * Remembered))
            (_interval, _sinceInterval) = (interval, TimeSpan.Zero);
        _patience = dispatched.Crowded ? Usual : Shorter(_patience * Growth, Longest);

        var usual = TimeSpan.FromMilliseconds(Math.Clamp(Worthwhile / _perMillisecond, Shortest.TotalMilliseconds, Usual.TotalMilliseconds));
        var gathering = Shorter(Shorter(_interval * OfInterval, TimeSpan.FromMilliseconds(_most / _perMillisecond)), _patience);
        return gathering > usual ? gathering : usual;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
