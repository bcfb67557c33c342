namespace IntegrationHealth.Scheduling;

/// <summary>
/// How long to wait between claims that find little. What a claim costs is waking up for it: so it waits until some <see cref="Worthwhile"/> are due, by the rate of
/// late, and never so long that somebody would notice.
/// </summary>
internal sealed class ClaimPacing
{
    /// <summary>At a thousand checks a second and more, nothing begins later than this.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(40);

    /// <summary>Due integrations for which a thread is woken.</summary>
    private const double Worthwhile = 10;

    /// <summary>How much one claim weighs in the rate.</summary>
    private const double Weight = 0.1;

    private double _perMillisecond;

    /// <summary>The shortest wait after a claim that found <paramref name="found"/>, <paramref name="passed"/> after the claim before it.</summary>
    public TimeSpan After(int found, TimeSpan passed)
    {
        var rate = found / Math.Max(passed.TotalMilliseconds, 1);
        _perMillisecond += Weight * (rate - _perMillisecond);
        return TimeSpan.FromMilliseconds(Math.Clamp(Worthwhile / _perMillisecond, Shortest.TotalMilliseconds, Longest.TotalMilliseconds));
    }
}
