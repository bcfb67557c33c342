using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>What is told. A snapshot: it says the same at every attempt.</summary>
public sealed record NotificationMessage
{
    /// <summary>Unique for a notification and channel, the same at every attempt: the idempotency key. Only <c>A–Z a–z 0–9 _ -</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the message says.</summary>
    public required NotificationType Type { get; init; }

    /// <summary>Why it is sent.</summary>
    public required NotificationReason Reason { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The rule's name; that of the first where several rules share a digest.</summary>
    public required string RuleName { get; init; }

    /// <summary>The highest severity among all alerts, those left out included.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>The group's key, stable over its life: what PagerDuty and e-mail threads hang on to.</summary>
    public required string GroupKey { get; init; }

    /// <summary>The owner who is told about their own integrations; null when operators are told.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The alerts, those that are news first; at most 50.</summary>
    public required IReadOnlyList<NotificationAlert> Alerts { get; init; }

    /// <summary>How many more alerts there are.</summary>
    public int Truncated { get; init; }

    /// <summary>
    /// How many alerts under the same <see cref="GroupKey"/> the receiver knows of and still fire, of which nothing is said: they are silenced, or otherwise
    /// held back. While there are any, it is not over.
    /// </summary>
    public int StillFiring { get; init; }

    /// <summary>What earlier attempts got done, as the type of channel said; null before any did. The one thing that may differ between attempts.</summary>
    public string? Progress { get; init; }
}

/// <summary>One alert as it is told.</summary>
public sealed record NotificationAlert
{
    /// <summary>The alert as it was.</summary>
    public required Alert Alert { get; init; }

    /// <summary>True when this message is the first to say this about the alert.</summary>
    public bool IsNews { get; init; }

    /// <summary>What is to be done.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<RecoveryAction>))]
    public RecoveryAction Action { get; init; }

    /// <summary>The host's page for it, such as one-click reconnect.</summary>
    public string? ActionUrl { get; init; }

    /// <summary>The provider's page about the failure.</summary>
    public string? DocsUrl { get; init; }

    /// <summary>A page that asks whether to acknowledge; opening it changes nothing.</summary>
    public string? AcknowledgeUrl { get; init; }

    /// <summary>A page that asks whether to resolve; opening it changes nothing.</summary>
    public string? ResolveUrl { get; init; }
}

/// <summary>What a message says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NotificationType>))]
public enum NotificationType
{
    /// <summary>Something is wrong.</summary>
    [JsonStringEnumMemberName("alert.firing")]
    Firing,

    /// <summary>It is over.</summary>
    [JsonStringEnumMemberName("alert.resolved")]
    Resolved,

    /// <summary>Somebody takes care of it.</summary>
    [JsonStringEnumMemberName("alert.acknowledged")]
    Acknowledged,

    /// <summary>Somebody tries the channel.</summary>
    [JsonStringEnumMemberName("alert.test")]
    Test,
}

/// <summary>Why a message is sent. Values are stored: never renumber.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<NotificationReason>))]
public enum NotificationReason
{
    /// <summary>The group was quiet, and something fires.</summary>
    First = 0,

    /// <summary>More fires in a group that was told already.</summary>
    New = 1,

    /// <summary>Something is over.</summary>
    Resolved = 2,

    /// <summary>Nothing changed for the repeat interval.</summary>
    Repeat = 3,

    /// <summary>Nobody acknowledged in time.</summary>
    Escalation = 4,

    /// <summary>Somebody tries the channel.</summary>
    Test = 5,

    /// <summary>Somebody takes care of it.</summary>
    Acknowledged = 6,

    /// <summary>It concerns the machinery itself: a channel was switched off, a rule cannot be judged.</summary>
    Operational = 7,
}
