using IntegrationHealth.Catalog;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;

namespace IntegrationHealth.Writing;

/// <summary>
/// Something about one integration that waits for its commit: the result of a check, or a change by a person. A value: in a host that checks much, an object would outlive
/// some collections before its commit, and be copied by each.
/// </summary>
/// <param name="Monitored">The definition that was checked or changed. By the time of the commit its id may stand for another.</param>
internal readonly record struct PendingWrite(MonitoredIntegration Monitored)
{
    public string IntegrationId => Monitored.Integration.Id;

    /// <summary>The claim to complete after the commit; null when there was none.</summary>
    public CheckLease? Lease { get; init; }

    /// <summary>The timestamp (<see cref="TimeProvider.GetTimestamp"/>) at which the claim ends.</summary>
    public long LeaseEnds { get; init; } = long.MaxValue;

    /// <summary>The result; null for a change by a person.</summary>
    public Observation? Observation { get; init; }

    /// <summary>The change by a person: from the state before, at the time given.</summary>
    public Func<HealthSnapshot, DateTimeOffset, HealthSnapshot>? Change { get; init; }

    /// <summary>How often storage refused it, as another write came first.</summary>
    public int Refusals { get; init; }
}
