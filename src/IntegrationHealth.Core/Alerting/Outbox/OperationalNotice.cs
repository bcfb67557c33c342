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
/// <param name="Mark">What of it was so, such as a version: of another it is told anew.</param>
internal sealed record OperationalNotice(string RuleId, string Title, string Kind, string Id, string Name, string Text, TimeSpan Within, string Mark = "")
{
    private const AlertSeverity Severity = AlertSeverity.Critical;

    /// <summary>The notification for one channel. Hosts that notice the same within <see cref="Within"/> make the same id, so that storage keeps one. Pure.</summary>
    public Notification For(string channelId, DateTimeOffset now)
    {
        return Message(IdOf($"{Id}\n{channelId}\n{now.UtcTicks / Within.Ticks}{(Mark.Length == 0 ? "" : $"\n{Mark}")}"), channelId, now, endedAt: null);
    }

    /// <summary>That it is over, to a channel that was told of it: of one notice all hosts make the same id. Pure.</summary>
    public Notification OverFor(string channelId, DateTimeOffset toldAt, DateTimeOffset now) =>
        Message(IdOf($"{Id}\n{channelId}\n{toldAt.UtcTicks}\nover"), channelId, toldAt, endedAt: now);

    private string IdOf(string key) => "ntf_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{RuleId}\n{key}")).AsSpan(0, 16));

    private Notification Message(string id, string channelId, DateTimeOffset toldAt, DateTimeOffset? endedAt)
    {
        var now = endedAt ?? toldAt;
        var message = new NotificationMessage
        {
            Id = id,
            Type = endedAt is null ? NotificationType.Firing : NotificationType.Resolved,
            Reason = NotificationReason.Operational,
            Timestamp = now,
            RuleName = Title,
            Severity = Severity,
            GroupKey = $"{RuleId}/{Id}@{channelId}",
            Alerts = [new NotificationAlert { IsNews = true, Action = endedAt is null ? RecoveryAction.FixConfiguration : RecoveryAction.None, Alert = AlertAt(toldAt, endedAt, id) }],
        };
        return new Notification(id, channelId, message.GroupKey, now, message);
    }

    private Alert AlertAt(DateTimeOffset toldAt, DateTimeOffset? endedAt, string id) => new()
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
        State = endedAt is null ? AlertState.Firing : AlertState.Resolved,
        StartedAt = toldAt,
        FiredAt = toldAt,
        ResolvedAt = endedAt,
        ResolvedReason = endedAt is null ? null : ResolvedReason.Cleared,
        Message = Text,
    };
}
