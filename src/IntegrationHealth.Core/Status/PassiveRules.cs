using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Status;

/// <summary>What the host's own calls change: when the next probe is due, never the status. Pure.</summary>
internal static class PassiveRules
{
    public static HealthSnapshot Apply(HealthSnapshot before, Observation observation, StatusPolicy policy)
    {
        var at = observation.At;
        if (observation.Result.Outcome == CheckOutcome.Failed)
        {
            // One short of the threshold at most: the probe that follows decides.
            var observed = Math.Min(1, policy.FailureThreshold - 1);
            return before with
            {
                Confirming = before.Status == IntegrationStatus.Unhealthy ? before.Confirming : new StatusProgress(observed, policy.FailureThreshold),
                ConsecutiveFailures = Math.Max(before.ConsecutiveFailures, observed),
                FailingSince = before.FailingSince ?? at,
                NextCheckAt = before.NextCheckAt < at ? before.NextCheckAt : at,
                Version = before.Version + 1,
            };
        }

        if (before is not { Status: IntegrationStatus.Healthy, Confirming: null, ConsecutiveFailures: 0 })
            return before with { Version = before.Version + 1 };
        return before with
        {
            LastCheckedAt = at,
            LastSucceededAt = at,
            LatencyMs = observation.LatencyMs,
            ConsecutiveSuccesses = before.ConsecutiveSuccesses + 1,
            Recent = before.Recent.Add(CheckOutcome.Succeeded),
            NextCheckAt = DueTimeSpreader.Next(before.IntegrationId, at, policy.Interval),
            Version = before.Version + 1,
        };
    }
}
