using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Tests.Alerting.Channels;

/// <summary>Messages and channels as tests need them.</summary>
internal static class Messages
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static Alert Alert(string id = "alert-1", string name = "Alice's Gmail", string message = "Google no longer accepts this connection.",
        AlertState state = AlertState.Firing) => new()
        {
            Id = id,
            Fingerprint = "print-" + id,
            RuleId = "rule-1",
            RuleName = "Three failures",
            RuleRevision = "1",
            Group = "rule-1",
            Severity = AlertSeverity.Critical,
            IntegrationId = "integration-1",
            Name = name,
            Provider = "gmail",
            OwnerId = "alice",
            Tags = ["prod"],
            State = state,
            StartedAt = Noon - TimeSpan.FromMinutes(3),
            FiredAt = Noon - TimeSpan.FromMinutes(1),
            ResolvedAt = state == AlertState.Resolved ? Noon : null,
            ResolvedReason = state == AlertState.Resolved ? IntegrationHealth.Alerting.Alerts.ResolvedReason.Cleared : null,
            Message = message,
            FailureKind = FailureKind.AuthenticationRevoked,
        };

    public static NotificationMessage Firing(string id = "ntf_1", params NotificationAlert[] alerts) => new()
    {
        Id = id,
        Type = NotificationType.Firing,
        Reason = NotificationReason.First,
        Timestamp = Noon,
        RuleName = "Three failures",
        Severity = AlertSeverity.Critical,
        GroupKey = "rule-1@ops",
        Alerts = alerts.Length > 0 ? alerts : [Told(Alert())],
    };

    public static NotificationMessage Resolved(string id = "ntf_2") => Firing(id, Told(Alert(state: AlertState.Resolved))) with
    {
        Type = NotificationType.Resolved,
        Reason = NotificationReason.Resolved,
    };

    public static NotificationAlert Told(Alert alert) => new()
    {
        Alert = alert,
        IsNews = true,
        Action = RecoveryAction.Reconnect,
        ActionUrl = "https://host.example/connect/gmail?id=1&x=2",
        AcknowledgeUrl = "https://host.example/alerts/1/acknowledge?token=abc",
        ResolveUrl = "https://host.example/alerts/1/resolve?token=abc",
        DocsUrl = "https://docs.example/gmail",
    };

    public static NotificationMessage Many(int count) => Firing("ntf_many", [.. Enumerable.Range(0, Math.Min(count, 50))
        .Select(index => Told(Alert($"alert-{index}", $"Integration {index}")))]) with
    { Truncated = Math.Max(0, count - 50) };

    public static NotificationChannel Channel(string type, object settings, string? secret = null, IReadOnlyDictionary<string, string>? templates = null,
        ConfigurationOrigin origin = ConfigurationOrigin.Code) => new()
        {
            Id = "ops",
            Name = "ops",
            Type = type,
            Settings = JsonSerializer.SerializeToElement(settings),
            Secret = secret,
            Templates = templates ?? new Dictionary<string, string>(),
            Origin = origin,
        };
}
