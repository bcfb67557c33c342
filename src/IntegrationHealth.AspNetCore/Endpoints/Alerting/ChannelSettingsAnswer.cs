using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHealth.Redaction;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>A channel's settings as they are answered. Of an address that is itself the secret, what leads to the far end is shown and no more. Pure.</summary>
internal static class ChannelSettingsAnswer
{
    /// <summary>Types whose address is all that it takes to post there.</summary>
    private static readonly string[] SecretAddresses = ["slack", "teams"];

    public static JsonElement Of(string? type, JsonElement settings)
    {
        var shown = SettingsRedaction.Redact(settings);
        if (!SecretAddresses.Contains(type, StringComparer.Ordinal) || !TryAddress(settings, out var uri))
            return shown;
        var members = JsonObject.Create(shown)!;
        members["url"] = $"{uri.Scheme}://{uri.Authority}/{SecretRedaction.Blot}";
        return JsonSerializer.SerializeToElement(members);
    }

    /// <summary>What was sent, with an address that came back as it was answered as it is stored.</summary>
    public static JsonElement Restore(string? type, JsonElement sent, JsonElement stored)
    {
        if (sent.ValueKind != JsonValueKind.Object || !sent.TryGetProperty("url", out var url) || !stored.TryGetProperty("url", out var kept)
            || !Of(type, stored).TryGetProperty("url", out var shown) || !JsonElement.DeepEquals(url, shown))
        {
            return sent;
        }

        var members = JsonObject.Create(sent)!;
        members["url"] = JsonNode.Parse(kept.GetRawText());
        return JsonSerializer.SerializeToElement(members);
    }

    private static bool TryAddress(JsonElement settings, out Uri uri)
    {
        uri = null!;
        return settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String
            && Uri.TryCreate(url.GetString(), UriKind.Absolute, out uri!) && uri.Authority.Length > 0;
    }
}
