namespace IntegrationHealth.Status;

/// <summary>The status of an integration. Values are stored, and order from worst to best with Unhealthy first: never renumber.</summary>
public enum IntegrationStatus
{
    /// <summary>Does not work.</summary>
    Unhealthy = 0,

    /// <summary>Works in part, slowly, or not for much longer.</summary>
    Degraded = 1,

    /// <summary>Not checked yet.</summary>
    Unknown = 2,

    /// <summary>Switched off by a person.</summary>
    Paused = 3,

    /// <summary>Works.</summary>
    Healthy = 4,
}
