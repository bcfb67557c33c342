namespace IntegrationHealth.Checks;

/// <summary>How one check ended. Values are stored, two bits each: never renumber, never add a fifth.</summary>
public enum CheckOutcome
{
    /// <summary>Says nothing about the integration: the host had no network, or the observation was late.</summary>
    Inconclusive = 0,

    /// <summary>All is well.</summary>
    Succeeded = 1,

    /// <summary>Works, but slowly, rate limited, with a part missing, or about to end.</summary>
    Degraded = 2,

    /// <summary>Does not work.</summary>
    Failed = 3,
}
