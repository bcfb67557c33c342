using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Storage.Model;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Alerting;

/// <summary>Between the words of Core and what the tables hold of them.</summary>
internal static class AlertDocuments
{
    /// <summary>What the document of an alert holds that a person resolved. Within a text its quotes would be escaped.</summary>
    public const string ResolvedByHand = "\"resolvedReason\":\"manual\"";

    /// <summary>What the document of such an alert holds once its conditions were seen clear.</summary>
    public const string SeenClear = "\"clearedAt\":";

    public static string Write(Alert alert) => JsonSerializer.Serialize(alert, StoredAlertingJson.Default.Alert);

    public static string Write(NotificationGroup group) => JsonSerializer.Serialize(group, StoredAlertingJson.Default.NotificationGroup);

    public static string Write(Notification notification) => JsonSerializer.Serialize(notification, StoredAlertingJson.Default.Notification);

    public static Notification ReadNotification(string document) =>
        JsonSerializer.Deserialize(document, StoredAlertingJson.Default.Notification)
        ?? throw new JsonException("The document of a notification is null.");

    /// <summary>
    /// The alert; where its document cannot be read, what the columns hold of it, so that one broken row stops neither the others nor the
    /// alert's own end.
    /// </summary>
    public static Alert ToAlert(this AlertRow row, ILogger logger)
    {
        try
        {
            return JsonSerializer.Deserialize(row.Document, StoredAlertingJson.Default.Alert)
                ?? throw new JsonException("The document of an alert is null.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            Log.AlertUnreadable(logger, row.Id, exception);
            return new Alert
            {
                Id = row.Id,
                Fingerprint = row.Fingerprint,
                RuleId = row.RuleId,
                RuleName = row.RuleName,
                RuleRevision = Alert.UnreadableRevision,
                Group = row.AlertGroup,
                Severity = row.Severity,
                IntegrationId = row.IntegrationId,
                Name = row.IntegrationId ?? row.Provider,
                Provider = row.Provider,
                OwnerId = row.OwnerId,
                State = row.State,
                StartedAt = row.StartedAt,
                FiredAt = row.FiredAt,
                ResolvedAt = row.ResolvedAt,
                Message = row.Message,
                Version = row.Version,
            };
        }
    }

    /// <summary>The group; one whose document cannot be read has told nothing yet: its channel is rather told twice than never.</summary>
    public static NotificationGroup ToGroup(this NotificationGroupRow row, ILogger logger)
    {
        NotificationGroup? flushed = null;
        try
        {
            if (row.Document is { } document)
                flushed = JsonSerializer.Deserialize(document, StoredAlertingJson.Default.NotificationGroup);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            Log.GroupUnreadable(logger, row.GroupKey, exception);
        }

        return (flushed ?? new NotificationGroup { Key = row.GroupKey, AlertGroup = row.AlertGroup, RuleId = row.RuleId, ChannelId = row.ChannelId })
            with
        { DueAt = row.DueAt, Version = row.Version };
    }

    /// <summary>When an alert ended as the tables say it: always there once it is resolved, never before.</summary>
    public static DateTimeOffset? EndOf(Alert alert) => alert.State == AlertState.Resolved ? alert.ResolvedAt ?? alert.StartedAt : null;

    /// <summary>
    /// Tables keep milliseconds. What is due is never due early: a group that is looked at before its time would be looked at again at once.
    /// </summary>
    public static DateTimeOffset DueTime(DateTimeOffset at) =>
        at.UtcTicks % TimeSpan.TicksPerMillisecond is var over and > 0 ? at.AddTicks(TimeSpan.TicksPerMillisecond - over) : at;
}
