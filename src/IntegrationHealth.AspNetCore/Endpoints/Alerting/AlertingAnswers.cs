using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Preview;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>What the far end of a channel said to a test.</summary>
internal sealed record ChannelTestAnswer(
    bool Delivered, [property: JsonConverter(typeof(CamelCaseEnum<DeliveryStatus>))] DeliveryStatus Status, string Detail, long DurationMs);

/// <summary>When a rule would have fired, and what it would have told each of its channels.</summary>
internal sealed record RulePreviewAnswer(
    DateTimeOffset From, DateTimeOffset To, int Integrations, int Checks, int AlertCount, int NotificationsPerChannel, bool Truncated,
    IReadOnlyList<PreviewedAlert> Alerts)
{
    private const int MaxListed = 200;

    public static RulePreviewAnswer Of(RulePreviewResult result) => new(
        result.From, result.To, result.Integrations, result.Checks, result.Alerts.Count, result.Notifications, result.Truncated,
        [.. result.Alerts.Take(MaxListed).Select(alert => new PreviewedAlert(
            alert.IntegrationId, alert.Name, alert.Provider, alert.StartedAt, alert.FiredAt!.Value, alert.ResolvedAt, alert.Message))]);
}

/// <summary>An alert that would have been.</summary>
internal sealed record PreviewedAlert(
    string? IntegrationId, string Name, string Provider, DateTimeOffset StartedAt, DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt, string Message);

/// <summary>Rules that do nothing, or not all they should, by id.</summary>
internal sealed record RuleFaultList(IReadOnlyList<RuleFaultItem> Items);

/// <summary>What is wrong with one rule, as the answering host sees it.</summary>
internal sealed record RuleFaultItem(
    string RuleId, string? RuleName, [property: JsonConverter(typeof(CamelCaseEnum<RuleFaultKind>))] RuleFaultKind Kind, string Reason, int Subjects,
    DateTimeOffset? Since, DateTimeOffset? LastAt)
{
    public static RuleFaultItem From(RuleFault fault) =>
        new(fault.RuleId, fault.RuleName, fault.Kind, fault.Reason, fault.Subjects, fault.Since, fault.LastAt);
}

/// <summary>Alert rules, by id.</summary>
internal sealed record AlertRuleList(IReadOnlyList<AlertRule> Items, string? NextCursor);

/// <summary>Notification channels, by id.</summary>
internal sealed record NotificationChannelList(IReadOnlyList<NotificationChannelItem> Items, string? NextCursor);

/// <summary>Silences, by id.</summary>
internal sealed record SilenceList(IReadOnlyList<Silence> Items, string? NextCursor);

/// <summary>Maintenance windows, by id.</summary>
internal sealed record MaintenanceWindowList(IReadOnlyList<MaintenanceWindow> Items, string? NextCursor);

/// <summary>Escalation policies, by id.</summary>
internal sealed record EscalationPolicyList(IReadOnlyList<EscalationPolicy> Items, string? NextCursor);
