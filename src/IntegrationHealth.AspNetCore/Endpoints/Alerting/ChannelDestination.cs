using System.Text.Json;
using IntegrationHealth.Redaction;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Where the secrets of a channel go: its type, and what its settings name. Pure.</summary>
internal static class ChannelDestination
{
    /// <summary>Equal for equal destinations.</summary>
    public static string Of(string? type, JsonElement settings) => $"{type}\n{SettingsDestination.Of(settings)}";

    /// <summary>The settings that were sent blotted out and got their stored value back, as <c>settings.headers.Authorization</c>.</summary>
    public static IEnumerable<string> Kept(JsonElement sent, JsonElement merged, string path = "settings")
    {
        foreach (var member in sent.EnumerateObject())
        {
            var here = $"{path}.{member.Name}";
            if (!merged.TryGetProperty(member.Name, out var value) || JsonElement.DeepEquals(member.Value, value))
                continue;
            if (member.Value.ValueKind == JsonValueKind.Object && value.ValueKind == JsonValueKind.Object)
            {
                foreach (var field in Kept(member.Value, value, here))
                    yield return field;
            }
            else
            {
                yield return here;
            }
        }
    }
}
