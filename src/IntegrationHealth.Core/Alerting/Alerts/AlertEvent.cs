using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting.Alerts;

/// <summary>One step of an alert's life. A row of its own, so that a delivery can add one without touching the alert.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="ChannelId">The channel, for notifications.</param>
/// <param name="Detail">More, in words.</param>
public sealed record AlertEvent(string AlertId, DateTimeOffset At, AlertEventKind Kind, string? ChannelId = null, string? Detail = null);

/// <summary>What happened to an alert. Values are stored: never renumber.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AlertEventKind>))]
public enum AlertEventKind
{
    /// <summary>The conditions began to hold.</summary>
    Pending = 0,

    /// <summary>It fired.</summary>
    Fired = 1,

    /// <summary>A notification of it was put into the outbox.</summary>
    Queued = 2,

    /// <summary>A notification of it was delivered.</summary>
    Notified = 3,

    /// <summary>A notification of it could not be delivered this time.</summary>
    NotificationFailed = 4,

    /// <summary>A notification of it was given up.</summary>
    NotificationGivenUp = 5,

    /// <summary>A person took it on.</summary>
    Acknowledged = 6,

    /// <summary>Nobody acknowledged it in time; the next step was told.</summary>
    Escalated = 7,

    /// <summary>A silence holds its notifications back.</summary>
    Silenced = 8,

    /// <summary>Something else holds its notifications back.</summary>
    Suppressed = 9,

    /// <summary>Its notifications are no longer held back.</summary>
    Unsuppressed = 10,

    /// <summary>The conditions no longer hold.</summary>
    Recovering = 11,

    /// <summary>The conditions hold again.</summary>
    Relapsed = 12,

    /// <summary>It comes and goes so often that its end is not believed.</summary>
    FlappingStarted = 13,

    /// <summary>It has been quiet for long enough.</summary>
    FlappingEnded = 14,

    /// <summary>It is over.</summary>
    Resolved = 15,

    /// <summary>The acknowledgement ran out while it still fired: its escalation begins again.</summary>
    AcknowledgementEnded = 16,
}
