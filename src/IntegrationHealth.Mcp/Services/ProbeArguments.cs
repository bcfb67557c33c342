using System.Text.Json;

namespace IntegrationHealth.Mcp.Services;

/// <summary>Reads the arguments of a probe: an object as it is, or an object written as text, because configuration has only strings.</summary>
internal static class ProbeArguments
{
    private static readonly IReadOnlyDictionary<string, JsonElement> Empty = new Dictionary<string, JsonElement>();

    /// <summary>The arguments by name; null when there is no object.</summary>
    public static IReadOnlyDictionary<string, JsonElement>? TryRead(JsonElement? arguments) => arguments switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => Empty,
        { ValueKind: JsonValueKind.Object } value => ByName(value),
        { ValueKind: JsonValueKind.String } text => TryParse(text.GetString()!),
        _ => null,
    };

    /// <summary>The arguments by name; null when <paramref name="json"/> is no object.</summary>
    public static IReadOnlyDictionary<string, JsonElement>? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? ByName(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, JsonElement> ByName(JsonElement value)
    {
        var byName = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
            byName[property.Name] = property.Value;
        return byName;
    }
}
