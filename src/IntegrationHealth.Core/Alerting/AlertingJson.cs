using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Alerting;

/// <summary>JSON of everything about alerting, in storage and over HTTP. Unknown fields are refused, since they are most likely typing mistakes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(AlertRule))]
[JsonSerializable(typeof(NotificationChannel))]
[JsonSerializable(typeof(Silence))]
[JsonSerializable(typeof(MaintenanceWindow))]
[JsonSerializable(typeof(EscalationPolicy))]
internal sealed partial class AlertingJson : JsonSerializerContext;

/// <summary>JSON of what the machinery itself stores: read leniently, so that an older host can read what a newer one wrote.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertRule))]
[JsonSerializable(typeof(NotificationChannel))]
[JsonSerializable(typeof(Silence))]
[JsonSerializable(typeof(MaintenanceWindow))]
[JsonSerializable(typeof(EscalationPolicy))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(NotificationGroup))]
[JsonSerializable(typeof(Notification))]
[JsonSerializable(typeof(NotificationMessage))]
internal sealed partial class StoredAlertingJson : JsonSerializerContext;
