using System.Text.Json.Serialization;

namespace IntegrationHealth.Email;

/// <summary>
/// Reads settings leniently, because configuration has only strings, but refuses names it does not know, because they are typing errors.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EmailChannelSettings))]
internal sealed partial class EmailSettingsJson : JsonSerializerContext;
