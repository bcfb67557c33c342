using IntegrationHealth.Status;

namespace IntegrationHealth.Signals;

/// <summary>What a tally is good for.</summary>
internal enum SignalVerdict
{
    /// <summary>Nothing new.</summary>
    Nothing,

    /// <summary>The connection works: its next probe can wait.</summary>
    Works,

    /// <summary>The connection seems to fail: a probe has to confirm it.</summary>
    Fails,

    /// <summary>The connection seems to work again: a probe has to confirm it.</summary>
    AsksForProbe,
}

/// <summary>
/// Weighs calls against probes. Pure. Calls never change a status: they put a probe off while all is well, or ask for one. So however much
/// the two disagree, the status follows the probes and does not swing between them.
/// </summary>
internal static class SignalRules
{
    /// <summary>Scopes, quota and forecasts are known to probes alone: one is made after this many intervals at the latest.</summary>
    public const int LongestWithoutProbe = 12;

    public static SignalVerdict Weigh(SignalTally tally, HealthSnapshot snapshot, StatusPolicy policy, SignalCell cell, DateTimeOffset now)
    {
        if (tally is { Successes: 0, Failures: 0 } || snapshot.Status == IntegrationStatus.Paused)
            return SignalVerdict.Nothing;
        var isSettled = snapshot is { Status: IntegrationStatus.Healthy, Confirming: null, ConsecutiveFailures: 0 };
        if (tally.Failures * 2 >= tally.Successes + tally.Failures)
        {
            return snapshot.Status != IntegrationStatus.Unhealthy && snapshot.Confirming is null && now >= cell.DoubtedUntil && !(snapshot.RetryAt > now)
                ? SignalVerdict.Fails
                : SignalVerdict.Nothing;
        }

        if (isSettled)
        {
            var isNews = now >= cell.EmittedAt + (policy.Interval / 4);
            var isProbed = cell.ProbedAt is { } probed && now - probed < policy.Interval * LongestWithoutProbe;
            return isNews && isProbed ? SignalVerdict.Works : SignalVerdict.Nothing;
        }

        return snapshot.Status == IntegrationStatus.Unhealthy && snapshot.NextCheckAt > now + policy.Confirmation && now >= cell.AskedUntil
            && !(snapshot.RetryAt > now)
                ? SignalVerdict.AsksForProbe
                : SignalVerdict.Nothing;
    }
}
