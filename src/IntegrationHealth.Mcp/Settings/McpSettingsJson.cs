using System.Text.Json.Serialization;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Mcp.Settings;

/// <summary>
/// Reads settings leniently, because configuration has only strings, but refuses names it does not know, because they are typing errors.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientTextConverter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(McpSettings))]
internal sealed partial class McpSettingsJson : JsonSerializerContext;
