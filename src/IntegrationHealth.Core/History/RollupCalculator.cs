using IntegrationHealth.Status;

namespace IntegrationHealth.History;

/// <summary>
/// What one observation adds to the hours it touches: the time since the last one, under the status that stood then, and the check
/// itself. Time past the freshness bound is unknown and counts for nobody. Pure.
/// </summary>
internal static class RollupCalculator
{
    public static IReadOnlyList<RollupDelta> Calculate(HealthSnapshot before, HistoryEntry? check, DateTimeOffset now, TimeSpan interval)
    {
        // It moves no snapshot on, so the next conclusive check counts this time: counted here, it would count twice.
        if (check?.Outcome == Checks.CheckOutcome.Inconclusive)
            return [];

        var end = check?.CheckedAt ?? now;
        var fresh = Freshness.FreshUntil(before, interval);
        var until = fresh < end ? fresh.Value : end;
        RollupDelta[] deltas = []; // Of one hour nearly always.
        if (before.LastCheckedAt is { } from && IsKnown(before.Status))
        {
            while (from < until)
            {
                var hour = Periods.HourOf(from);
                var stop = hour.AddHours(1) < until ? hour.AddHours(1) : until;
                deltas = [.. deltas, Delta(hour, before.Status, stop.ToUnixTimeMilliseconds() - from.ToUnixTimeMilliseconds(), check)];
                from = stop;
            }
        }

        if (check is not null && (deltas.Length == 0 || deltas[^1].Hour != Periods.HourOf(check.CheckedAt)))
            deltas = [.. deltas, Delta(Periods.HourOf(check.CheckedAt), before.Status, 0, check)];
        return deltas;
    }

    private static bool IsKnown(IntegrationStatus status) =>
        status is IntegrationStatus.Healthy or IntegrationStatus.Degraded or IntegrationStatus.Unhealthy;

    /// <summary>One hour: the time spent, and the check, if it was made in it.</summary>
    private static RollupDelta Delta(DateTimeOffset hour, IntegrationStatus status, long milliseconds, HistoryEntry? check)
    {
        var isHere = check is not null && Periods.HourOf(check.CheckedAt) == hour;
        return new RollupDelta
        {
            Hour = hour,
            Outcome = isHere ? check!.Outcome : null,
            LatencyMs = isHere ? check!.LatencyMs : 0,
            FailureKind = isHere ? check!.FailureKind : null,
            HealthyMs = status == IntegrationStatus.Healthy ? milliseconds : 0,
            DegradedMs = status == IntegrationStatus.Degraded ? milliseconds : 0,
            UnhealthyMs = status == IntegrationStatus.Unhealthy ? milliseconds : 0,
        };
    }
}
