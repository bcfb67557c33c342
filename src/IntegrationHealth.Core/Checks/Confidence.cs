namespace IntegrationHealth.Checks;

/// <summary>How sure a diagnosis is. Values are stored: never renumber.</summary>
public enum Confidence
{
    /// <summary>A guess from weak signs.</summary>
    Low = 0,

    /// <summary>The status alone says so.</summary>
    Medium = 1,

    /// <summary>The provider's own code says so.</summary>
    High = 2,
}
