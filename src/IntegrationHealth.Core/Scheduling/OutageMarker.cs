using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Status.Outages;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Scheduling;

/// <summary>Hands a check that the circuit breaker withholds to the writer, as a mark of the outage instead of a result.</summary>
internal sealed class OutageMarker(ProviderOutageDetector outages, IntegrationRegistry registry, ResultWriter writer)
{
    /// <summary>True when the integration is to be marked: its provider has an outage, its breaker is open, and it is no canary.</summary>
    public bool Marks(MonitoredIntegration monitored) =>
        monitored.Provider.Gate.IsBroken
        && outages.Current(monitored.Provider.Definition.Name) is not null
        && !ProviderOutageDetector.IsCanary(monitored.Integration.Id, registry.CountOf(monitored.Provider.Definition.Name));

    /// <summary>The commit of the mark completes the claim.</summary>
    public ValueTask MarkAsync(ClaimedCheck check, CancellationToken cancellationToken)
    {
        var (monitored, definition) = (check.Monitored, check.Monitored.Provider.Definition);
        return writer.WriteAsync(
            new PendingWrite(monitored)
            {
                Lease = check.Lease,
                Change = (before, at) => outages.Current(definition.Name) is { } outage
                    ? OutageMark.Apply(before, outage, definition.DisplayName, monitored.Policy, at)
                    : before with { NextCheckAt = at, Version = before.Version + 1 },
            },
            cancellationToken);
    }
}
