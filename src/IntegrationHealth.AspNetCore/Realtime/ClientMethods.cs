using IntegrationHealth.Endpoints.Health;

namespace IntegrationHealth.Realtime;

/// <summary>What the hub calls on a client. Names go over the wire as they are spelt in the contract.</summary>
internal static class ClientMethods
{
    /// <summary>Argument: an array of IntegrationHealth, each with its newest state; at most 10 calls a second.</summary>
    public const string HealthChanged = "healthChanged";

    /// <summary>
    /// Argument: an array of <see cref="IntegrationRemoved"/>: gone, or out of this client's sight. What comes later under the same id is another
    /// integration, whose versions begin anew.
    /// </summary>
    public const string IntegrationRemoved = "integrationRemoved";

    /// <summary>Argument: one Alert.</summary>
    public const string AlertChanged = "alertChanged";

    /// <summary>Argument: the <see cref="HealthTally"/> of what the client subscribed to as a whole; at most one call a second.</summary>
    public const string SummaryChanged = "summaryChanged";
}
