using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;

namespace IntegrationHealth.Writing;

/// <summary>Something about one integration that waits for its commit: the result of a check, or a change by a person.</summary>
internal sealed class PendingWrite(string integrationId)
{
    public string IntegrationId => integrationId;

    /// <summary>The claim to complete after the commit; null when there was none.</summary>
    public CheckLease? Lease { get; init; }

    /// <summary>The result; null for a change by a person.</summary>
    public Observation? Observation { get; init; }

    /// <summary>The change by a person: from the state before, at the time given.</summary>
    public Func<HealthSnapshot, DateTimeOffset, HealthSnapshot>? Change { get; init; }

    /// <summary>True once another host's write came first: a second refusal drops it.</summary>
    public bool Refused { get; set; }
}
