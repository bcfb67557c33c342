using System.Text.Json.Serialization;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Notifications that were given up, newest first, and how many there are in all.</summary>
internal sealed record DeadNotificationList(IReadOnlyList<DeadNotificationItem> Items, int Total);

/// <summary>One notification that was given up after so many attempts.</summary>
internal sealed record DeadNotificationItem(
    string Id, string ChannelId, NotificationType Type, NotificationReason Reason, [property: JsonConverter(typeof(CamelCaseEnum<AlertSeverity>))] AlertSeverity Severity,
    string RuleName, DateTimeOffset CreatedAt, int Attempts, string Detail, IReadOnlyList<string> AlertIds, int Truncated)
{
    public static DeadNotificationItem From(DeadNotification dead)
    {
        var message = dead.Notification.Message;
        return new(dead.Notification.Id, dead.Notification.ChannelId, message.Type, message.Reason, message.Severity, message.RuleName, message.Timestamp,
            dead.Attempts, dead.Detail, [.. message.Alerts.Select(item => item.Alert.Id)], message.Truncated);
    }
}
