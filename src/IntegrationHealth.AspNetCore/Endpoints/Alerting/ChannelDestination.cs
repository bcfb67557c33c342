using System.Text.Json;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Where the secrets of a channel go: its type, and scheme, host and port of what its settings name. Pure.</summary>
internal static class ChannelDestination
{
    /// <summary>Settings that say where messages go, among the types that there are and those that a host adds.</summary>
    private static readonly string[] Fields = ["url", "endpoint", "baseAddress", "address", "host", "server", "port"];

    /// <summary>Equal for equal destinations.</summary>
    public static string Of(string? type, JsonElement settings) => settings.ValueKind != JsonValueKind.Object
        ? $"{type}"
        : string.Join('\n', settings.EnumerateObject().Where(member => Fields.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
            .Select(member => $"{member.Name.ToUpperInvariant()}={AuthorityOf(member.Value)}").Order(StringComparer.Ordinal).Prepend($"{type}"));

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

    private static string AuthorityOf(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? $"{uri.Scheme}://{uri.Host}:{uri.Port}" : text.ToUpperInvariant();
    }
}
