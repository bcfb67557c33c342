using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Channels.PagerDuty;
using IntegrationHealth.Alerting.Channels.Slack;
using IntegrationHealth.Alerting.Channels.Teams;
using IntegrationHealth.Alerting.Channels.Webhook;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>
/// Reads settings leniently, because configuration has only strings, but refuses names it does not know, because they are typing errors.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientTextConverter)])]
[JsonSerializable(typeof(WebhookChannelSettings))]
[JsonSerializable(typeof(SlackChannelSettings))]
[JsonSerializable(typeof(TeamsChannelSettings))]
[JsonSerializable(typeof(PagerDutyChannelSettings))]
internal sealed partial class ChannelSettingsJson : JsonSerializerContext;
