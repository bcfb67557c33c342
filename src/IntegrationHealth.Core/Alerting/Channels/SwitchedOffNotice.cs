using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>What other channels are told about one that was switched off. Pure.</summary>
internal static class SwitchedOffNotice
{
    private const string RuleId = "notification-channel-switched-off";

    public static Notification For(NotificationChannel off, string channelId, string reason, DateTimeOffset now)
    {
        // The same for all hosts that notice it in the same hour, so that one of them tells it.
        var key = $"{off.Id}\n{channelId}\n{now.ToUnixTimeSeconds() / 3600}";
        var id = "ntf_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        var message = new NotificationMessage
        {
            Id = id,
            Type = NotificationType.Firing,
            Reason = NotificationReason.Operational,
            Timestamp = now,
            RuleName = "Notification channel switched off",
            Severity = AlertSeverity.Critical,
            GroupKey = $"{RuleId}/{off.Id}@{channelId}",
            Alerts = [new NotificationAlert { IsNews = true, Action = Checks.RecoveryAction.FixConfiguration, Alert = AlertOf(off, reason, now, id) }],
        };
        return new Notification(id, channelId, message.GroupKey, now, message);
    }

    private static Alert AlertOf(NotificationChannel off, string reason, DateTimeOffset now, string id) => new()
    {
        Id = id,
        Fingerprint = id,
        RuleId = RuleId,
        RuleName = "Notification channel switched off",
        Group = RuleId,
        RuleRevision = "1",
        Severity = AlertSeverity.Critical,
        Name = off.Name,
        Provider = "notification-channel",
        State = AlertState.Firing,
        StartedAt = now,
        FiredAt = now,
        Message = $"Nothing is sent to the {off.Type} channel '{off.Name}' any more. {reason} Repair it, and switch it on again or test it.",
    };
}
