using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Bench.Alerts;

/// <summary>A notification of one alert, as the library's own flow would have made it.</summary>
internal static class OneNotification
{
    public static Notification Make(string id, int index, DateTimeOffset now)
    {
        var alert = new Alert
        {
            Id = id,
            Fingerprint = id,
            RuleId = "three-failures",
            RuleName = "Three failures",
            RuleRevision = "1",
            Group = id,
            Severity = AlertSeverity.Critical,
            IntegrationId = $"integration-{index}",
            Name = $"Integration {index}",
            Provider = "http",
            State = AlertState.Firing,
            StartedAt = now,
            FiredAt = now,
            Message = "The provider no longer accepts this connection.",
        };
        return new Notification(id, "hook", id, now, new NotificationMessage
        {
            Id = id,
            Type = NotificationType.Firing,
            Reason = NotificationReason.First,
            Timestamp = now,
            RuleName = "Three failures",
            Severity = AlertSeverity.Critical,
            GroupKey = id,
            Alerts = [new NotificationAlert { Alert = alert, IsNews = true }],
        });
    }
}
