using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Scheduling;

/// <summary>Hands a check that the circuit breaker withholds to the writer, as a mark of the outage instead of a result.</summary>
internal sealed class OutageMarker(ProviderOutageDetector outages, IntegrationRegistry registry, ResultWriter writer, TimeProvider time)
{
    /// <summary>
    /// True when the integration is to be marked: its provider has an outage and its breaker is open. A canary goes on trying, and is marked
    /// only as often as it needs to be shown by the outage.
    /// </summary>
    public bool Marks(MonitoredIntegration monitored) =>
        monitored.Provider.Gate.IsBroken
        && outages.Current(monitored.Provider.Definition.Name) is { } outage
        && (!IsCanary(monitored) || OutageMark.IsDue(monitored.Snapshot, outage, monitored.Policy.Interval, time.GetUtcNow() + StatusPolicy.AfterRefusal));

    /// <summary>The commit of the mark completes the claim.</summary>
    public ValueTask MarkAsync(ClaimedCheck check, CancellationToken cancellationToken)
    {
        var (monitored, definition) = (check.Monitored, check.Monitored.Provider.Definition);
        var wait = IsCanary(monitored) ? StatusPolicy.AfterRefusal : monitored.Policy.BackoffBound;
        return writer.WriteAsync(
            new PendingWrite(monitored)
            {
                Lease = check.Lease,
                LeaseEnds = check.LeaseEnds,
                Change = (before, at) => outages.Current(definition.Name) is { } outage
                    ? OutageMark.Apply(before, outage, definition.DisplayName, at + wait, at)
                    : before with { NextCheckAt = at, Version = before.Version + 1 },
            },
            cancellationToken);
    }

    private bool IsCanary(MonitoredIntegration monitored) =>
        ProviderOutageDetector.IsCanary(monitored.Integration.Id, registry.CountOf(monitored.Provider.Definition.Name));
}
