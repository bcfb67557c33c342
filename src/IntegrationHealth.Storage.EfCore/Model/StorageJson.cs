using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Auditing;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Model;

/// <summary>The JSON columns. Names are stored: never rename.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<CapabilityHealth>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<AuditChange>))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<string> tags) => JsonSerializer.Serialize(tags, Default.IReadOnlyListString);

    public static string? Write(IReadOnlyList<CapabilityHealth> capabilities) =>
        capabilities.Count == 0 ? null : JsonSerializer.Serialize(capabilities, Default.IReadOnlyListCapabilityHealth);

    public static string? Write(IReadOnlyDictionary<string, string>? data) =>
        data is null ? null : JsonSerializer.Serialize(data, Default.IReadOnlyDictionaryStringString);

    public static string? Write(IReadOnlyList<AuditChange> changes) =>
        changes.Count == 0 ? null : JsonSerializer.Serialize(changes, Default.IReadOnlyListAuditChange);

    public static IReadOnlyList<AuditChange> ReadChanges(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Default.IReadOnlyListAuditChange) ?? [];

    public static IReadOnlyList<CapabilityHealth> ReadCapabilities(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Default.IReadOnlyListCapabilityHealth) ?? [];

    public static IReadOnlyDictionary<string, string>? ReadData(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, Default.IReadOnlyDictionaryStringString);

    public static JsonElement ReadSettings(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
