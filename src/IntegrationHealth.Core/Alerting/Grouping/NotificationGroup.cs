using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Alerting.Grouping;

/// <summary>
/// Alerts of one rule that share notifications on one channel, and what that channel was told of them. Its due time is a stored row, so a
/// restart neither loses nor repeats a notification.
/// </summary>
public sealed record NotificationGroup
{
    /// <summary>Rule, values of the rule's group labels, and channel.</summary>
    public required string Key { get; init; }

    /// <summary>The part of the key that its alerts share: rule and label values.</summary>
    public required string AlertGroup { get; init; }

    /// <summary>The rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>The channel, or <see cref="Notification.OwnerPrefix"/> and the owner's id.</summary>
    public required string ChannelId { get; init; }

    /// <summary>When it is looked at again; null when nothing is to be said.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the channel was last told anything.</summary>
    public DateTimeOffset? LastNotifiedAt { get; init; }

    /// <summary>Alerts that the channel was told are firing, and not yet that they are over.</summary>
    public IReadOnlyList<string> NotifiedAlertIds { get; init; } = [];

    /// <summary>When each fingerprint was last told, for the cooldown; only those within it.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> LastToldAt { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>What kind of failure the channel was told, by alert that it knows of; one told without a kind, or before kinds were kept, is left out.</summary>
    public IReadOnlyDictionary<string, FailureKind> ToldCauses { get; init; } = new Dictionary<string, FailureKind>();

    /// <summary>Why alerts were held back at the last look, by alert: so that the timeline says it once.</summary>
    public IReadOnlyDictionary<string, string> HeldBack { get; init; } = new Dictionary<string, string>();

    /// <summary>Grows by one with every stored flush and every touch: a flush that was overtaken by either is refused.</summary>
    public long Version { get; init; }
}

/// <summary>Word that a group may have something to say: the group is made, or its due time brought forward. Touches from many hosts commute.</summary>
/// <param name="Key">The group's key.</param>
/// <param name="AlertGroup">The group's part that its alerts share.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="ChannelId">The channel.</param>
/// <param name="DueAt">The earliest of this and what is stored is kept.</param>
public sealed record GroupTouch(string Key, string AlertGroup, string RuleId, string ChannelId, DateTimeOffset DueAt);
