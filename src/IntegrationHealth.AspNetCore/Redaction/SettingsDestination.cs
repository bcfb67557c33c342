using System.Text.Json;

namespace IntegrationHealth.Redaction;

/// <summary>Where the secrets among settings go: scheme, host and port of what they name. Pure.</summary>
internal static class SettingsDestination
{
    /// <summary>Settings that say where something is, among the types that there are and those that a host adds.</summary>
    private static readonly string[] Fields = ["url", "endpoint", "baseAddress", "address", "host", "server", "port", "command"];

    /// <summary>Equal for equal destinations.</summary>
    public static string Of(JsonElement settings) => settings.ValueKind != JsonValueKind.Object
        ? ""
        : string.Join('\n', settings.EnumerateObject().Where(member => Fields.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
            .Select(member => $"{member.Name.ToUpperInvariant()}={AuthorityOf(member.Value)}").Order(StringComparer.Ordinal));

    private static string AuthorityOf(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? $"{uri.Scheme}://{uri.Host}:{uri.Port}" : text.ToUpperInvariant();
    }
}
