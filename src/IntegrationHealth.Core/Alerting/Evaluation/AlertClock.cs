using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>
/// The clock by which alerts are timed. It stands still while the host sleeps, is down, or its wall clock jumps: time that nobody
/// watched proves nothing. After more than an hour, what was pending starts over.
/// </summary>
internal sealed class AlertClock(TimeProvider time)
{
    /// <summary>A gap between two looks that is longer than this was not watched.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(30);

    /// <summary>Gaps up to this are cut out of every duration; longer ones start pending alerts over.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private AlertInstant? _last;

    /// <summary>The moment for one evaluation; all its comparisons use it.</summary>
    public AlertInstant Now()
    {
        var at = time.GetUtcNow();
        lock (_gate)
        {
            _last = _last is { } last ? Step(last, at) : new AlertInstant(at, 0, 0);
            return _last.Value;
        }
    }

    /// <summary>Goes on after a restart where the clock stopped: what has passed since is a gap like any other.</summary>
    public void Resume(AlertingLead lead)
    {
        lock (_gate)
            _last = InstantOf(lead);
    }

    /// <summary>
    /// Follows the host that leads: what one host begins, all go on with. That this host slept, or that its clock differs, is no gap, as the other one watched:
    /// an epoch that was begun here on its account ends.
    /// </summary>
    public void Follow(AlertingLead lead)
    {
        var at = time.GetUtcNow();
        lock (_gate)
            _last = Step(InstantOf(lead), at) with { Epoch = lead.Epoch };
    }

    private static AlertInstant InstantOf(AlertingLead lead) => new(lead.LastTickAt, lead.PausedMs, lead.Epoch);

    private static AlertInstant Step(AlertInstant last, DateTimeOffset at)
    {
        var gap = at - last.At;
        if (gap >= TimeSpan.Zero && gap <= LongestGap)
            return last with { At = at };
        // Backwards the difference is negative: what had passed stays passed.
        return new AlertInstant(at, last.PausedMs + (long)gap.TotalMilliseconds, gap > Tolerance ? last.Epoch + 1 : last.Epoch);
    }
}
