using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting.Alerts;

/// <summary>
/// What the conditions say. Whether somebody acknowledged it, whether notifications are held back, and whether there is data are
/// other questions, and are kept apart. Values are stored: never renumber.
/// </summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AlertState>))]
public enum AlertState
{
    /// <summary>The conditions hold, but not for long enough.</summary>
    Pending = 0,

    /// <summary>The conditions hold.</summary>
    Firing = 1,

    /// <summary>The conditions no longer hold, but not for long enough.</summary>
    Recovering = 2,

    /// <summary>It is over.</summary>
    Resolved = 3,
}

/// <summary>Why an alert is over. Values are stored: never renumber.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ResolvedReason>))]
public enum ResolvedReason
{
    /// <summary>The conditions no longer hold.</summary>
    Cleared = 0,

    /// <summary>A person said so.</summary>
    Manual = 1,

    /// <summary>The rule's conditions were changed; the new ones are judged afresh.</summary>
    RuleChanged = 2,

    /// <summary>The rule was removed.</summary>
    RuleDeleted = 3,

    /// <summary>The rule was switched off.</summary>
    RuleDisabled = 4,

    /// <summary>The integration was removed.</summary>
    IntegrationDeleted = 5,

    /// <summary>The integration was paused.</summary>
    IntegrationPaused = 6,

    /// <summary>The rule no longer watches the integration.</summary>
    OutOfScope = 7,
}

/// <summary>Whether the conditions could be judged at the last evaluation. It never changes the alert's state.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AlertDataHealth>))]
public enum AlertDataHealth
{
    /// <summary>They were judged.</summary>
    Ok = 0,

    /// <summary>There was too little to judge by; the state is the last one known.</summary>
    NoData = 1,

    /// <summary>Judging failed; the state is the last one known.</summary>
    Error = 2,
}
