using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Alerts, groups and notifications.</summary>
public static class AlertSamples
{
    public static Alert Alert(
        string id, DateTimeOffset startedAt, string? fingerprint = null, string? integrationId = "a", string group = "rule",
        AlertState state = AlertState.Firing, long version = 1) => new()
        {
            Id = id,
            Fingerprint = fingerprint ?? $"fp-{id}",
            RuleId = "rule",
            RuleName = "A rule",
            RuleRevision = "r1",
            Group = group,
            Severity = AlertSeverity.Warning,
            IntegrationId = integrationId,
            Name = "An integration",
            Provider = "http",
            OwnerId = "alice",
            State = state,
            StartedAt = startedAt,
            FiredAt = state == AlertState.Pending ? null : startedAt,
            ResolvedAt = state == AlertState.Resolved ? startedAt.AddMinutes(1) : null,
            Message = "It is broken.",
            Version = version,
        };

    /// <summary>Every field away from its default.</summary>
    public static Alert FullAlert(string id, DateTimeOffset at) => Alert(id, at) with
    {
        Name = "Größe \"quoted\" 🚀",
        Tags = ["prod", "eu"],
        DataHealth = AlertDataHealth.NoData,
        State = AlertState.Recovering,
        FiredAt = at.AddMinutes(1),
        RecoveringSince = at.AddMinutes(2),
        FailureKind = FailureKind.AuthenticationRevoked,
        Acknowledged = new Acknowledgement("bob", at.AddMinutes(3), "mine"),
        ClearedAt = at.AddMinutes(4),
        Escalation = new EscalationProgress("policy", 1, 2, at.AddMinutes(9)),
        Flapping = true,
        EarlierFirings = [at.AddHours(-2), at.AddHours(-1)],
        Since = new AlertInstant(at.AddMinutes(2).AddTicks(7), 1_234, 5),
        FrozenMs = 77,
    };

    public static AlertChange Opens(Alert alert, params AlertEvent[] events) => new(alert.Id, alert.Version - 1, alert, events);

    public static Alert Resolve(Alert alert, DateTimeOffset at) => alert with
    {
        State = AlertState.Resolved,
        ResolvedAt = at,
        ResolvedReason = ResolvedReason.Cleared,
        Version = alert.Version + 1,
    };

    public static AlertCommit Commit(params AlertChange[] changes) => new() { Alerts = changes };

    public static GroupTouch Touch(DateTimeOffset dueAt, string alertGroup = "rule", string channel = "ops") =>
        new($"{alertGroup}@{channel}", alertGroup, "rule", channel, dueAt);

    public static Notification Notification(
        string id, DateTimeOffset at, string channel = "ops", string? order = null, DateTimeOffset? dueAt = null, params Alert[] alerts) =>
        new(id, channel, order ?? id, dueAt ?? at, new NotificationMessage
        {
            Id = id,
            Type = NotificationType.Firing,
            Reason = NotificationReason.First,
            Timestamp = at,
            RuleName = "A rule",
            Severity = AlertSeverity.Warning,
            GroupKey = "rule@ops",
            Alerts = [.. alerts.Select(alert => new NotificationAlert { Alert = alert, IsNews = true })],
        });

    public static DeliveryCompletion Completion(
        ClaimedNotification claimed, NotificationState state, DateTimeOffset dueAt = default, params AlertEvent[] events) =>
        new(claimed.Notification.Id, claimed.Fence, state, dueAt, "the far end's words", true, events);
}
