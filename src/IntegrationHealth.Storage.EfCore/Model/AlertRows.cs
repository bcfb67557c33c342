using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;

namespace IntegrationHealth.Storage.Model;

/// <summary>An alert: whole as a document, and once more in columns what queries and people ask for.</summary>
internal sealed class AlertRow
{
    public required string Id { get; set; }

    /// <summary>Unique among the alerts that are not resolved.</summary>
    public required string Fingerprint { get; set; }

    public required string RuleId { get; set; }

    public required string RuleName { get; set; }

    public required string AlertGroup { get; set; }

    public AlertSeverity Severity { get; set; }

    public string? IntegrationId { get; set; }

    public required string Provider { get; set; }

    public required string OwnerId { get; set; }

    public AlertState State { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? FiredAt { get; set; }

    /// <summary>Null while the alert is not resolved; indexes of open alerts go by it.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    public required string Message { get; set; }

    public long Version { get; set; }

    /// <summary>The alert as JSON.</summary>
    public required string Document { get; set; }
}

/// <summary>A step of an alert's timeline. Its number is the database's, so that a delivery can add one without touching the alert.</summary>
internal sealed class AlertEventRow
{
    public long Seq { get; set; }

    public required string AlertId { get; set; }

    public DateTimeOffset At { get; set; }

    public AlertEventKind Kind { get; set; }

    public string? ChannelId { get; set; }

    public string? Detail { get; set; }
}

/// <summary>
/// A group of alerts on one channel. Due time and version are columns alone, since results change them without reading the group; the
/// document's are not looked at.
/// </summary>
internal sealed class NotificationGroupRow
{
    public required string GroupKey { get; set; }

    public required string AlertGroup { get; set; }

    public required string RuleId { get; set; }

    public required string ChannelId { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? LastNotifiedAt { get; set; }

    /// <summary>How many alerts the channel was told are firing.</summary>
    public int Notified { get; set; }

    public long Version { get; set; }

    /// <summary>The group as JSON; null before its first flush.</summary>
    public string? Document { get; set; }
}
