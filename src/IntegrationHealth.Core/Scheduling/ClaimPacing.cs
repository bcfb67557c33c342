namespace IntegrationHealth.Scheduling;

/// <summary>
/// How long to wait between claims that find little. What a claim costs is waking up for it, and again for each answer that comes apart from the others: so it waits until
/// some <see cref="Worthwhile"/> are due, by the rate of late, or for a thousandth of the interval at which they are checked, which nobody notices.
/// </summary>
internal sealed class ClaimPacing
{
    /// <summary>At a thousand checks a second and more, nothing begins later than this.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    /// <summary>Due integrations for which a thread is woken.</summary>
    private const double Worthwhile = 10;

    /// <summary>Most that are let gather: what begins at once should not be a wave.</summary>
    private const double Most = 128;

    /// <summary>How late a check may be by its interval.</summary>
    private const double OfInterval = 0.001;

    /// <summary>How much one claim weighs in the rate.</summary>
    private const double Weight = 0.1;

    private double _perMillisecond;
    private TimeSpan _interval;

    /// <summary>The shortest wait after a claim.</summary>
    /// <param name="found">How many it found.</param>
    /// <param name="passed">Time since the claim before it.</param>
    /// <param name="interval">The shortest interval of those; null when it found none.</param>
    public TimeSpan After(int found, TimeSpan passed, TimeSpan? interval)
    {
        var rate = found / Math.Max(passed.TotalMilliseconds, 1);
        _perMillisecond += Weight * (rate - _perMillisecond);
        _interval = interval ?? _interval;
        var wait = Math.Min(Most / _perMillisecond, Math.Max(Worthwhile / _perMillisecond, _interval.TotalMilliseconds * OfInterval));
        return TimeSpan.FromMilliseconds(Math.Clamp(wait, Shortest.TotalMilliseconds, Longest.TotalMilliseconds));
    }
}
