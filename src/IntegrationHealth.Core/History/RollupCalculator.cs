using IntegrationHealth.Status;

namespace IntegrationHealth.History;

/// <summary>
/// What one observation adds to the hours it touches: the time since the last one, under the status that stood then, and the check
/// itself. Time past the freshness bound is unknown and counts for nobody. Pure.
/// </summary>
internal static class RollupCalculator
{
    private static readonly long HourTicks = TimeSpan.FromHours(1).Ticks;

    public static IReadOnlyList<RollupDelta> Calculate(HealthSnapshot before, HistoryEntry? check, DateTimeOffset now, TimeSpan interval)
    {
        var end = check?.CheckedAt ?? now;
        var fresh = Freshness.FreshUntil(before, interval);
        var until = fresh < end ? fresh.Value : end;
        var deltas = new List<RollupDelta>(1);
        if (before.LastCheckedAt is { } from && IsKnown(before.Status))
        {
            while (from < until)
            {
                var hour = HourOf(from);
                var stop = hour.AddHours(1) < until ? hour.AddHours(1) : until;
                deltas.Add(Spent(hour, before.Status, (long)(stop - from).TotalMilliseconds));
                from = stop;
            }
        }

        if (check is null || check.Outcome == Checks.CheckOutcome.Inconclusive)
            return deltas;

        var checkHour = HourOf(check.CheckedAt);
        if (deltas.Count > 0 && deltas[^1].Hour == checkHour)
            deltas[^1] = deltas[^1] with { Outcome = check.Outcome, LatencyMs = check.LatencyMs };
        else
            deltas.Add(new RollupDelta { Hour = checkHour, Outcome = check.Outcome, LatencyMs = check.LatencyMs });
        return deltas;
    }

    private static bool IsKnown(IntegrationStatus status) =>
        status is IntegrationStatus.Healthy or IntegrationStatus.Degraded or IntegrationStatus.Unhealthy;

    private static RollupDelta Spent(DateTimeOffset hour, IntegrationStatus status, long milliseconds) => new()
    {
        Hour = hour,
        HealthyMs = status == IntegrationStatus.Healthy ? milliseconds : 0,
        DegradedMs = status == IntegrationStatus.Degraded ? milliseconds : 0,
        UnhealthyMs = status == IntegrationStatus.Unhealthy ? milliseconds : 0,
    };

    private static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % HourTicks), TimeSpan.Zero);
}
