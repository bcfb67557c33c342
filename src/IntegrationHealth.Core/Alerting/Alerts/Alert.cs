using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Alerting.Alerts;

/// <summary>One stretch in which one rule's conditions held for one integration (or provider). Immutable.</summary>
public sealed record Alert
{
    /// <summary>Unique id, sortable by start.</summary>
    public required string Id { get; init; }

    /// <summary>Rule and subject, whatever the rule's text says: at most one alert of a fingerprint is not resolved.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The rule that made it.</summary>
    public required string RuleId { get; init; }

    /// <summary>The rule's name when it was last evaluated.</summary>
    public required string RuleName { get; init; }

    /// <summary>Hash of the rule's conditions: another one resolves the alert.</summary>
    public required string RuleRevision { get; init; }

    /// <summary>Alerts with the same group share notifications: rule and values of its group labels when the alert was made.</summary>
    public required string Group { get; init; }

    /// <summary>How much it matters.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>The integration; null when it speaks of a whole provider.</summary>
    public string? IntegrationId { get; init; }

    /// <summary>The integration's name, or the provider's.</summary>
    public required string Name { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The integration's owner; empty when it speaks of a provider.</summary>
    public string OwnerId { get; init; } = "";

    /// <summary>The integration's tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What the conditions say.</summary>
    public required AlertState State { get; init; }

    /// <summary>Whether the conditions could be judged.</summary>
    public AlertDataHealth DataHealth { get; init; }

    /// <summary>When the conditions began to hold.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it fired; null while pending.</summary>
    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>Since when it recovers; null unless it does.</summary>
    public DateTimeOffset? RecoveringSince { get; init; }

    /// <summary>When it ended; null while it lasts.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Why it ended.</summary>
    public ResolvedReason? ResolvedReason { get; init; }

    /// <summary>What is wrong, in words.</summary>
    public required string Message { get; init; }

    /// <summary>The diagnosis, if there is one.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<FailureKind>))]
    public FailureKind? FailureKind { get; init; }

    /// <summary>Who took it on; null while nobody did. It ends with the alert.</summary>
    public Acknowledgement? Acknowledged { get; init; }

    /// <summary>When an acknowledgement last ran out while it still fired; null when none did.</summary>
    public DateTimeOffset? AcknowledgementEndedAt { get; init; }

    /// <summary>
    /// When the conditions of an alert that a person had resolved were first seen not to hold: from then on its rule may fire for its subject
    /// again. Null before, and for every alert that ended otherwise.
    /// </summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>The next step of its escalation; null when there is none.</summary>
    public EscalationProgress? Escalation { get; init; }

    /// <summary>True while it comes and goes so often that its end is not believed.</summary>
    public bool Flapping { get; init; }

    /// <summary>When earlier alerts of this fingerprint fired, newest last; up to 8, none older than a day.</summary>
    public IReadOnlyList<DateTimeOffset> EarlierFirings { get; init; } = [];

    /// <summary>Where the clock that is not stopped by outages of the host itself stood at the last change of state.</summary>
    public AlertInstant Since { get; init; }

    /// <summary>How long it had been in its state when data stopped, in milliseconds; null while there is data. Its time stands still meanwhile.</summary>
    public long? FrozenMs { get; init; }

    /// <summary>Grows by one with every stored change; the fence against two hosts.</summary>
    public long Version { get; init; }

    /// <summary>
    /// What <see cref="RuleRevision"/> is where storage could read nothing of the alert but its columns: the alert ends, and its rule is
    /// judged afresh.
    /// </summary>
    public const string UnreadableRevision = "";

    /// <summary>True after a person resolved it while its conditions may still hold: its rule does not fire for its subject before they were clear.</summary>
    [JsonIgnore]
    public bool IsMuted => State == AlertState.Resolved && ResolvedReason == Alerts.ResolvedReason.Manual && ClearedAt is null;

    /// <summary>True once it has fired and until it is resolved.</summary>
    [JsonIgnore]
    public bool IsFiring => State is AlertState.Firing or AlertState.Recovering;
}

/// <summary>A person's word that they take care of an alert.</summary>
/// <param name="By">Who; the name the host's authorization gives them.</param>
/// <param name="At">When.</param>
/// <param name="Comment">Their words, up to 1,000 characters.</param>
/// <param name="ExpiresAt">When it runs out, should the alert still fire; null for never.</param>
public sealed record Acknowledgement(string By, DateTimeOffset At, string? Comment = null, DateTimeOffset? ExpiresAt = null);

/// <summary>A point on the clock by which alerts are timed: wall time, less what the host slept through.</summary>
/// <param name="At">Wall time.</param>
/// <param name="PausedMs">How long the clock had stood still in all, in milliseconds.</param>
/// <param name="Epoch">Grows with each stop so long that what was pending starts over.</param>
public readonly record struct AlertInstant(DateTimeOffset At, long PausedMs, int Epoch)
{
    /// <summary>Time from <paramref name="earlier"/> to this, never negative; null when the clock stood still for too long in between.</summary>
    public TimeSpan? Since(AlertInstant earlier)
    {
        if (Epoch != earlier.Epoch)
            return null;
        var elapsed = At - earlier.At - TimeSpan.FromMilliseconds(PausedMs - earlier.PausedMs);
        return elapsed > TimeSpan.Zero ? elapsed : TimeSpan.Zero;
    }
}
