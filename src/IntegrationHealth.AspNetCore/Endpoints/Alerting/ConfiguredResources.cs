using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Endpoints.Alerting;

internal sealed class AlertRuleResource : ConfiguredResource<AlertRule, AlertRule, AlertRuleList>
{
    protected override string Path => "alert-rules";

    protected override string Name => "AlertRule";

    protected override string Words => "an alert rule";

    protected override ConfigurationKind Kind => ConfigurationKind.Rule;

    protected override JsonTypeInfo<AlertRule> BodyType => AlertingJson.Default.AlertRule;

    protected override JsonTypeInfo<AlertRule> StoredType => StoredAlertingJson.Default.AlertRule;

    protected override JsonTypeInfo<AlertRule> AnswerType => AlertingAnswersJson.Default.AlertRule;

    protected override JsonTypeInfo<AlertRuleList> ListType => AlertingAnswersJson.Default.AlertRuleList;

    protected override AlertRuleList ListOf(IReadOnlyList<AlertRule> items, string? nextCursor) => new(items, nextCursor);

    protected override IReadOnlyDictionary<string, Configured<AlertRule>> All(ConfiguredAlerting configured) => configured.AllRules;

    protected override string IdOf(AlertRule value) => value.Id;

    protected override ConfigurationOrigin OriginOf(AlertRule value) => value.Origin;

    protected override AlertRule AnswerOf(Configured<AlertRule> configured) => configured.Value;

    protected override IEnumerable<IntegrationValidationError> Check(AlertRule value, HttpContext http)
    {
        var current = Configuration(http).Current;
        return AlertingLimits.Check(value)
            .Concat(UnknownChannels("channelIds", value.ChannelIds, current))
            .Concat(value.EscalationPolicyId is { } policy && !current.Policies.ContainsKey(policy)
                ? [new("escalationPolicyId", $"'{policy}' is not an escalation policy.")]
                : []);
    }

    public static IEnumerable<IntegrationValidationError> UnknownChannels(string field, IReadOnlyList<string> ids, ConfiguredAlerting configured) =>
        ids.Select((id, index) => (id, index)).Where(item => !string.IsNullOrEmpty(item.id) && !configured.Channels.ContainsKey(item.id))
            .Select(item => new IntegrationValidationError($"{field}[{item.index}]", $"'{item.id}' is not a notification channel."));
}

internal sealed class SilenceResource : ConfiguredResource<Silence, Silence, SilenceList>
{
    protected override string Path => "silences";

    protected override string Name => "Silence";

    protected override string Words => "a silence";

    protected override ConfigurationKind Kind => ConfigurationKind.Silence;

    protected override JsonTypeInfo<Silence> BodyType => AlertingJson.Default.Silence;

    protected override JsonTypeInfo<Silence> StoredType => StoredAlertingJson.Default.Silence;

    protected override JsonTypeInfo<Silence> AnswerType => AlertingAnswersJson.Default.Silence;

    protected override JsonTypeInfo<SilenceList> ListType => AlertingAnswersJson.Default.SilenceList;

    protected override SilenceList ListOf(IReadOnlyList<Silence> items, string? nextCursor) => new(items, nextCursor);

    protected override string[] AnswerOnly => ["createdBy"];

    protected override IReadOnlyDictionary<string, Configured<Silence>> All(ConfiguredAlerting configured) => configured.Silences;

    protected override string IdOf(Silence value) => value.Id;

    protected override Silence AnswerOf(Configured<Silence> configured) => configured.Value;

    protected override void Prepare(JsonObject body, Stored<Silence>? before, HttpContext http)
    {
        body["startsAt"] ??= UtcTime.Format(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        body["createdBy"] = Caller.NameOf(http.User);
    }

    protected override IEnumerable<IntegrationValidationError> Check(Silence value, HttpContext http) =>
        AlertingLimits.Check(value, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
}

internal sealed class MaintenanceWindowResource : ConfiguredResource<MaintenanceWindow, MaintenanceWindow, MaintenanceWindowList>
{
    protected override string Path => "maintenance-windows";

    protected override string Name => "MaintenanceWindow";

    protected override string Words => "a maintenance window";

    protected override ConfigurationKind Kind => ConfigurationKind.MaintenanceWindow;

    protected override JsonTypeInfo<MaintenanceWindow> BodyType => AlertingJson.Default.MaintenanceWindow;

    protected override JsonTypeInfo<MaintenanceWindow> StoredType => StoredAlertingJson.Default.MaintenanceWindow;

    protected override JsonTypeInfo<MaintenanceWindow> AnswerType => AlertingAnswersJson.Default.MaintenanceWindow;

    protected override JsonTypeInfo<MaintenanceWindowList> ListType => AlertingAnswersJson.Default.MaintenanceWindowList;

    protected override MaintenanceWindowList ListOf(IReadOnlyList<MaintenanceWindow> items, string? nextCursor) => new(items, nextCursor);

    protected override IReadOnlyDictionary<string, Configured<MaintenanceWindow>> All(ConfiguredAlerting configured) => configured.Windows;

    protected override string IdOf(MaintenanceWindow value) => value.Id;

    protected override MaintenanceWindow AnswerOf(Configured<MaintenanceWindow> configured) => configured.Value;

    protected override IEnumerable<IntegrationValidationError> Check(MaintenanceWindow value, HttpContext http) => AlertingLimits.Check(value);
}

internal sealed class EscalationPolicyResource : ConfiguredResource<EscalationPolicy, EscalationPolicy, EscalationPolicyList>
{
    protected override string Path => "escalation-policies";

    protected override string Name => "EscalationPolicy";

    protected override string Plural => "EscalationPolicies";

    protected override string Words => "an escalation policy";

    protected override ConfigurationKind Kind => ConfigurationKind.EscalationPolicy;

    protected override JsonTypeInfo<EscalationPolicy> BodyType => AlertingJson.Default.EscalationPolicy;

    protected override JsonTypeInfo<EscalationPolicy> StoredType => StoredAlertingJson.Default.EscalationPolicy;

    protected override JsonTypeInfo<EscalationPolicy> AnswerType => AlertingAnswersJson.Default.EscalationPolicy;

    protected override JsonTypeInfo<EscalationPolicyList> ListType => AlertingAnswersJson.Default.EscalationPolicyList;

    protected override EscalationPolicyList ListOf(IReadOnlyList<EscalationPolicy> items, string? nextCursor) => new(items, nextCursor);

    protected override IReadOnlyDictionary<string, Configured<EscalationPolicy>> All(ConfiguredAlerting configured) => configured.Policies;

    protected override string IdOf(EscalationPolicy value) => value.Id;

    protected override ConfigurationOrigin OriginOf(EscalationPolicy value) => value.Origin;

    protected override EscalationPolicy AnswerOf(Configured<EscalationPolicy> configured) => configured.Value;

    protected override IEnumerable<string> UsersOf(string id, ConfiguredAlerting configured) => configured.AllRules.Values.Select(rule => rule.Value)
        .Where(rule => rule.EscalationPolicyId == id).Select(rule => $"the alert rule '{rule.Name}' ({rule.Id})");

    protected override IEnumerable<IntegrationValidationError> Check(EscalationPolicy value, HttpContext http) => AlertingLimits.Check(value)
        .Concat(value.Steps.SelectMany((step, index) => step is null
            ? []
            : AlertRuleResource.UnknownChannels($"steps[{index}].channelIds", step.ChannelIds, Configuration(http).Current)));
}
