using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Storage.Model;

namespace IntegrationHealth.Storage.Alerting;

/// <summary>Between the words of Core and what the tables hold of them.</summary>
internal static class AlertDocuments
{
    public static string Write(Alert alert) => JsonSerializer.Serialize(alert, StoredAlertingJson.Default.Alert);

    public static string Write(NotificationGroup group) => JsonSerializer.Serialize(group, StoredAlertingJson.Default.NotificationGroup);

    public static string Write(Notification notification) => JsonSerializer.Serialize(notification, StoredAlertingJson.Default.Notification);

    public static Alert ReadAlert(string document) =>
        JsonSerializer.Deserialize(document, StoredAlertingJson.Default.Alert) ?? throw new JsonException("The document of an alert is null.");

    public static Notification ReadNotification(string document) =>
        JsonSerializer.Deserialize(document, StoredAlertingJson.Default.Notification)
        ?? throw new JsonException("The document of a notification is null.");

    public static NotificationGroup ToGroup(this NotificationGroupRow row) =>
        (row.Document is { } document && JsonSerializer.Deserialize(document, StoredAlertingJson.Default.NotificationGroup) is { } flushed
            ? flushed
            : new NotificationGroup { Key = row.GroupKey, AlertGroup = row.AlertGroup, RuleId = row.RuleId, ChannelId = row.ChannelId })
        with
        { DueAt = row.DueAt, Version = row.Version };

    /// <summary>When an alert ended as the tables say it: always there once it is resolved, never before.</summary>
    public static DateTimeOffset? EndOf(Alert alert) => alert.State == AlertState.Resolved ? alert.ResolvedAt ?? alert.StartedAt : null;

    /// <summary>
    /// Tables keep milliseconds. What is due is never due early: a group that is looked at before its time would be looked at again at once.
    /// </summary>
    public static DateTimeOffset DueTime(DateTimeOffset at) =>
        at.UtcTicks % TimeSpan.TicksPerMillisecond is var over and > 0 ? at.AddTicks(TimeSpan.TicksPerMillisecond - over) : at;
}
