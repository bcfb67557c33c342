using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>Something that operators are told about the machinery itself, such as a channel that was switched off.</summary>
/// <param name="RuleId">Stands where an alert names its rule, such as <c>notification-channel-switched-off</c>.</param>
/// <param name="Title">What happened, such as <c>Notification channel switched off</c>.</param>
/// <param name="Kind">What kind of part it is about; stands where an alert names its provider.</param>
/// <param name="Id">Which one.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Text">What is wrong, and what to do.</param>
/// <param name="Within">It is told once within this time, whichever hosts notice it: at most an hour for what must not be missed, a day for what lasts.</param>
internal sealed record OperationalNotice(string RuleId, string Title, string Kind, string Id, string Name, string Text, TimeSpan Within)
{
    private const AlertSeverity Severity = AlertSeverity.Critical;

    /// <summary>The notification for one channel. Hosts that notice the same within <see cref="Within"/> make the same id, so that storage keeps one. Pure.</summary>
    public Notification For(string channelId, DateTimeOffset now)
    {
        var key = $"{Id}\n{channelId}\n{now.UtcTicks / Within.Ticks}";
        var id = "ntf_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{RuleId}\n{key}")).AsSpan(0, 16));
        var message = new NotificationMessage
        {
            Id = id,
            Type = NotificationType.Firing,
            Reason = NotificationReason.Operational,
            Timestamp = now,
            RuleName = Title,
            Severity = Severity,
            GroupKey = $"{RuleId}/{Id}@{channelId}",
            Alerts = [new NotificationAlert { IsNews = true, Action = RecoveryAction.FixConfiguration, Alert = AlertAt(now, id) }],
        };
        return new Notification(id, channelId, message.GroupKey, now, message);
    }

    private Alert AlertAt(DateTimeOffset now, string id) => new()
    {
        Id = id,
        Fingerprint = id,
        RuleId = RuleId,
        RuleName = Title,
        Group = RuleId,
        RuleRevision = "1",
        Severity = Severity,
        Name = Name,
        Provider = Kind,
        State = AlertState.Firing,
        StartedAt = now,
        FiredAt = now,
        Message = Text,
    };
}
