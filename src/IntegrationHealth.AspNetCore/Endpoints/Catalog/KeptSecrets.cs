using System.Text.Json;
using IntegrationHealth.Redaction;

namespace IntegrationHealth.Endpoints.Catalog;

/// <summary>
/// Secrets among the settings of an integration that a change keeps without saying them again. They were given for one far end: whoever may change the address but was never told
/// them could otherwise have them sent wherever they say. Pure.
/// </summary>
internal static class KeptSecrets
{
    /// <summary>Paths of those that would go to another far end, such as <c>settings.headers.Authorization</c>.</summary>
    /// <param name="before">The settings as they are stored.</param>
    /// <param name="after">The settings with the change.</param>
    /// <param name="patch">The change.</param>
    public static IEnumerable<string> SentElsewhere(JsonElement before, JsonElement after, JsonElement patch) =>
        SettingsDestination.Of(before) == SettingsDestination.Of(after) ? [] : Kept(before, SettingsRedaction.Redact(before), after, patch, "settings");

    private static IEnumerable<string> Kept(JsonElement before, JsonElement shown, JsonElement after, JsonElement patch, string path)
    {
        foreach (var member in before.EnumerateObject())
        {
            var (answered, here) = (shown.GetProperty(member.Name), $"{path}.{member.Name}");
            var said = patch.ValueKind == JsonValueKind.Object && patch.TryGetProperty(member.Name, out var value) ? value : default;
            if (JsonElement.DeepEquals(answered, member.Value) || !after.TryGetProperty(member.Name, out var now))
                continue;
            if (member.Value.ValueKind == JsonValueKind.Object && now.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in Kept(member.Value, answered, now, said, here))
                    yield return inner;
            }
            else if (JsonElement.DeepEquals(member.Value, now) && (said.ValueKind == JsonValueKind.Undefined || JsonElement.DeepEquals(said, answered)))
            {
                yield return here;
            }
        }
    }
}
