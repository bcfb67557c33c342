using IntegrationHealth.Checks;

namespace IntegrationHealth.Status.Outages;

/// <summary>
/// What becomes of an integration whose check is withheld, because its provider is down and its circuit breaker open: it is marked by
/// the outage instead of growing stale. Pure.
/// </summary>
internal static class OutageMark
{
    /// <summary>The snapshot under <paramref name="outage"/>. A failure that only a person can end stays; what worked counts as Degraded, as nobody saw it fail.</summary>
    public static HealthSnapshot Apply(HealthSnapshot before, ProviderOutage outage, string providerName, StatusPolicy policy, DateTimeOffset at)
    {
        var next = at + policy.BackoffBound;
        if (before.Status == IntegrationStatus.Paused || before.Failure is { IsDefinitive: true })
            return before with { NextCheckAt = before.Status == IntegrationStatus.Paused ? null : next, Version = before.Version + 1 };
        var worked = before.Status is IntegrationStatus.Healthy or IntegrationStatus.Unknown;
        return before with
        {
            Status = worked ? IntegrationStatus.Degraded : before.Status,
            StatusSince = worked ? at : before.StatusSince,
            FailingSince = before.FailingSince ?? at,
            Failure = CheckFailure.Of(
                FailureKind.ProviderOutage,
                $"{providerName} is having an outage; this connection is not checked meanwhile, and there is nothing for you to do.",
                Confidence.High),
            Confirming = null,
            Recovering = null,
            OutageId = outage.Id,
            NextCheckAt = next,
            Version = before.Version + 1,
        };
    }
}
