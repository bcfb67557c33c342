using IntegrationHealth.Checks;

namespace IntegrationHealth.Status.Outages;

/// <summary>
/// What becomes of an integration whose check is withheld, because its provider is down and its circuit breaker open: it is marked by
/// the outage instead of growing stale. Pure.
/// </summary>
internal static class OutageMark
{
    /// <summary>
    /// True when a withheld canary has to be told of the outage: it is not marked yet, or what is shown of it would be stale before it comes
    /// back. A canary is withheld every few seconds, and not each of them is worth a write.
    /// </summary>
    public static bool IsDue(HealthSnapshot snapshot, ProviderOutage outage, TimeSpan interval, DateTimeOffset comesBackAt) =>
        snapshot.Status != IntegrationStatus.Paused
        && ((snapshot.OutageId != outage.Id && snapshot.Failure is not { IsDefinitive: true }) || Freshness.IsStale(snapshot, interval, comesBackAt));

    /// <summary>The snapshot under <paramref name="outage"/>. A failure that only a person can end stays; what worked counts as Degraded, as nobody saw it fail.</summary>
    /// <param name="before">The snapshot.</param>
    /// <param name="outage">The outage.</param>
    /// <param name="providerName">What people call the provider.</param>
    /// <param name="next">When it comes back: at the bound of backoff, or soon where it is a canary.</param>
    /// <param name="at">Now.</param>
    public static HealthSnapshot Apply(HealthSnapshot before, ProviderOutage outage, string providerName, DateTimeOffset next, DateTimeOffset at)
    {
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
