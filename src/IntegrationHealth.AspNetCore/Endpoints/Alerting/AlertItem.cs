using System.Text.Json.Serialization;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Alerts, newest first.</summary>
internal sealed record AlertList(IReadOnlyList<AlertItem> Items, string? NextCursor);

/// <summary>An alert with its timeline. What holds its notifications back is computed at the moment of the answer.</summary>
internal sealed record AlertItem(
    string Id,
    string RuleId,
    string RuleName,
    string? IntegrationId,
    string Name,
    string Provider,
    string OwnerId,
    [property: JsonConverter(typeof(CamelCaseEnum<AlertSeverity>))] AlertSeverity Severity,
    [property: JsonConverter(typeof(CamelCaseEnum<AlertState>))] AlertState State,
    AlertAcknowledgement? Acknowledged,
    IReadOnlyList<string> SuppressedBy,
    bool Flapping,
    [property: JsonConverter(typeof(CamelCaseEnum<AlertDataHealth>))] AlertDataHealth DataHealth,
    DateTimeOffset StartedAt,
    DateTimeOffset? FiredAt,
    DateTimeOffset? ResolvedAt,
    [property: JsonConverter(typeof(CamelCaseEnum<ResolvedReason>))] ResolvedReason? ResolvedReason,
    string Message,
    [property: JsonConverter(typeof(CamelCaseEnum<FailureKind>))] FailureKind? FailureKind,
    DateTimeOffset? NextEscalationAt,
    IReadOnlyList<AlertStep> Timeline)
{
    public static AlertItem From(Alert alert, IReadOnlyList<string> suppressedBy, IEnumerable<AlertEvent> timeline) => new(
        alert.Id, alert.RuleId, alert.RuleName, alert.IntegrationId, alert.Name, alert.Provider, alert.OwnerId, alert.Severity, alert.State,
        alert.Acknowledged is { } word ? new AlertAcknowledgement(word.By, word.At, word.Comment, word.ExpiresAt) : null, suppressedBy, alert.Flapping, alert.DataHealth,
        alert.StartedAt, alert.FiredAt, alert.ResolvedAt, alert.ResolvedReason, alert.Message, alert.FailureKind, alert.Escalation?.DueAt,
        [.. timeline.Select(step => new AlertStep(step.At, step.Kind, step.ChannelId, step.Detail))]);
}

/// <summary>Who took an alert on.</summary>
internal sealed record AlertAcknowledgement(string By, DateTimeOffset At, string? Comment, DateTimeOffset? ExpiresAt);

/// <summary>One step of an alert: who was told, when, by which channel, with what result.</summary>
internal sealed record AlertStep(
    DateTimeOffset At, [property: JsonConverter(typeof(CamelCaseEnum<AlertEventKind>))] AlertEventKind Event, string? ChannelId, string? Detail);
