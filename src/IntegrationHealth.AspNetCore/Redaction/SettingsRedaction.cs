using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHealth.Redaction;

/// <summary>
/// Blots secrets out of an integration's settings before anybody is shown them. Headers and query parameters hold secrets under any
/// name (<c>X-Auth</c>, <c>sig</c>), so there only values under names that are known to be harmless are shown.
/// </summary>
internal static class SettingsRedaction
{
    private static readonly HashSet<string> HarmlessHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "Content-Type", "From", "Host", "Origin",
        "Prefer", "User-Agent", "X-Requested-With",
    };

    private static readonly HashSet<string> HarmlessParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "api-version", "fields", "format", "lang", "language", "limit", "locale", "offset", "order", "page", "per_page", "pretty", "sort", "v", "version",
    };

    /// <summary>A copy in which what is or may be secret is blotted out, at any depth.</summary>
    public static JsonElement Redact(JsonElement settings)
    {
        var node = JsonNode.Parse(settings.GetRawText());
        Redact(node, inHeaders: false);
        return JsonSerializer.SerializeToElement(node);
    }

    /// <summary>Text as it may be shown: in addresses the user and every query value that is not known to be harmless are blotted out.</summary>
    public static string Redact(string text) => SecretRedaction.Redact(QueryOf(text));

    private static void Redact(JsonNode? node, bool inHeaders)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                var secret = SecretRedaction.NamesSecret(name) || (inHeaders && !HarmlessHeaders.Contains(name));
                Replace(value, secret, inHeaders || IsHeaders(name), replacement => members[name] = replacement);
            }
        }
        else if (node is JsonArray items)
        {
            for (var index = 0; index < items.Count; index++)
                Replace(items[index], IsSecretArgument(items, index), inHeaders, replacement => items[index] = replacement);
        }
    }

    private static void Replace(JsonNode? value, bool secret, bool inHeaders, Action<string> replace)
    {
        if (secret && value is not null)
            replace(SecretRedaction.Blot);
        else if (value?.GetValueKind() == JsonValueKind.String)
            replace(Redact(value.GetValue<string>()));
        else
            Redact(value, inHeaders);
    }

    // Variables of an environment are like headers: any name may hold a secret.
    private static bool IsHeaders(string name) =>
        name.Contains("header", StringComparison.OrdinalIgnoreCase) || name.Contains("environment", StringComparison.OrdinalIgnoreCase);

    // A command line: --api-key, then the key.
    private static bool IsSecretArgument(JsonArray items, int index) =>
        index > 0 && items[index - 1]?.GetValueKind() == JsonValueKind.String
        && items[index - 1]!.GetValue<string>() is ['-', ..] option && SecretRedaction.NamesSecret(option) && !option.Contains('=', StringComparison.Ordinal);

    private static string QueryOf(string text)
    {
        var start = text.Contains("://", StringComparison.Ordinal) ? text.IndexOf('?', StringComparison.Ordinal) : -1;
        if (start < 0)
            return text;
        var end = text.IndexOf('#', start) is var hash and >= 0 ? hash : text.Length;
        var parameters = text[(start + 1)..end].Split('&').Select(Parameter);
        // A fragment of an address is never sent, so whatever stands there is of no use but to who put it there.
        return $"{text[..(start + 1)]}{string.Join('&', parameters)}{(end < text.Length ? $"#{SecretRedaction.Blot}" : "")}";
    }

    private static string Parameter(string parameter)
    {
        var sign = parameter.IndexOf('=', StringComparison.Ordinal);
        if (sign < 0) // A bare value: as good a place for a key as any.
            return parameter.Length == 0 || HarmlessParameters.Contains(parameter) ? parameter : SecretRedaction.Blot;
        return HarmlessParameters.Contains(Uri.UnescapeDataString(parameter[..sign])) ? parameter : $"{parameter[..sign]}={SecretRedaction.Blot}";
    }
}
