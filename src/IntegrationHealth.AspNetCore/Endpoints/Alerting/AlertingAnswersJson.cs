using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>JSON of the answers about alerting, independent of the host's JSON options.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(UtcTime)], AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(AlertRule))]
[JsonSerializable(typeof(Silence))]
[JsonSerializable(typeof(MaintenanceWindow))]
[JsonSerializable(typeof(EscalationPolicy))]
[JsonSerializable(typeof(NotificationChannelItem))]
[JsonSerializable(typeof(AlertRuleList))]
[JsonSerializable(typeof(SilenceList))]
[JsonSerializable(typeof(MaintenanceWindowList))]
[JsonSerializable(typeof(EscalationPolicyList))]
[JsonSerializable(typeof(NotificationChannelList))]
[JsonSerializable(typeof(AlertItem))]
[JsonSerializable(typeof(AlertList))]
[JsonSerializable(typeof(RulePreviewAnswer))]
[JsonSerializable(typeof(ChannelTestAnswer))]
[JsonSerializable(typeof(RuleFaultList))]
[JsonSerializable(typeof(DeadNotificationList))]
[JsonSerializable(typeof(TemplatePreviewAnswer))]
internal sealed partial class AlertingAnswersJson : JsonSerializerContext;
