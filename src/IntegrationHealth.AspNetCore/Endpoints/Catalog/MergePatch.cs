using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHealth.Redaction;

namespace IntegrationHealth.Endpoints.Catalog;

/// <summary>
/// JSON Merge Patch (RFC 7396) of settings. A value that comes back just as it was answered, its secret blotted out, leaves the stored
/// one as it is: so a form may send back everything it was shown.
/// </summary>
internal static class MergePatch
{
    public static JsonElement Apply(JsonElement target, JsonElement patch)
    {
        var merged = JsonObject.Create(target) ?? [];
        Apply(merged, SettingsRedaction.Redact(target), patch);
        return JsonSerializer.SerializeToElement(merged);
    }

    private static void Apply(JsonObject target, JsonElement answered, JsonElement patch)
    {
        foreach (var member in patch.EnumerateObject())
        {
            var shown = answered.ValueKind == JsonValueKind.Object && answered.TryGetProperty(member.Name, out var value) ? value : default;
            if (shown.ValueKind != JsonValueKind.Undefined && JsonElement.DeepEquals(shown, member.Value))
                continue;
            Set(target, member, shown);
        }
    }

    private static void Set(JsonObject target, JsonProperty member, JsonElement shown)
    {
        if (member.Value.ValueKind == JsonValueKind.Null)
        {
            target.Remove(member.Name);
        }
        else if (member.Value.ValueKind == JsonValueKind.Object)
        {
            if (target[member.Name] is not JsonObject inner)
                target[member.Name] = inner = [];
            Apply(inner, shown, member.Value);
        }
        else
        {
            target[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }
    }
}
