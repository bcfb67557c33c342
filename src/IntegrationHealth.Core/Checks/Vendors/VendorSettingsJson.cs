using System.Text.Json.Serialization;
using IntegrationHealth.Checks.Google;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Checks.Slack;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>
/// Reads settings leniently, because configuration has only strings, but refuses names it does not know, because they are typing errors.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientTextConverter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(GmailSettings))]
[JsonSerializable(typeof(GoogleCalendarSettings))]
[JsonSerializable(typeof(SlackSettings))]
[JsonSerializable(typeof(ApiSettings))]
[JsonSerializable(typeof(MicrosoftGraphSettings))]
[JsonSerializable(typeof(StripeSettings))]
[JsonSerializable(typeof(SalesforceSettings))]
[JsonSerializable(typeof(JiraSettings))]
internal sealed partial class VendorSettingsJson : JsonSerializerContext;
