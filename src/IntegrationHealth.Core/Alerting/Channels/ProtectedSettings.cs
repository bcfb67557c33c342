using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>
/// Settings as storage may hold them: headers, addresses and whatever is named like a secret are protected as the channel's secret is. A vendor's
/// address may be the whole of what it takes to post there, and a header may sign in.
/// </summary>
internal static class ProtectedSettings
{
    /// <summary>The one member of an object that stands in a protected text's place. No type of channel has a setting of that name.</summary>
    private const string Mark = "$protected";

    private static readonly string[] Addresses = ["url", "address", "endpoint"];

    private static readonly string[] Secrets = ["secret", "password", "token", "key", "authorization", "signature", "credential"];

    /// <summary>The settings with what may be secret protected.</summary>
    public static JsonElement Protect(JsonElement settings, ISecretProtector secrets)
    {
        var node = JsonNode.Parse(settings.GetRawText());
        Replace(node, isSecret: false, (value, isSecret) => isSecret && value is JsonValue text && text.GetValueKind() == JsonValueKind.String
            ? new JsonObject { [Mark] = secrets.Protect(text.GetValue<string>()) }
            : null);
        return ElementOf(node);
    }

    /// <summary>The settings in clear. What was stored before anything was protected stays as it is.</summary>
    /// <param name="settings">The settings as stored.</param>
    /// <param name="secrets">What protected them.</param>
    /// <param name="isLost">True when the keys of one are gone; it is empty then.</param>
    public static JsonElement Unprotect(JsonElement settings, ISecretProtector secrets, out bool isLost)
    {
        isLost = false;
        if (!settings.GetRawText().Contains(Mark, StringComparison.Ordinal))
            return settings;
        var (lost, node) = (false, JsonNode.Parse(settings.GetRawText()));
        Replace(node, isSecret: false, (value, _) =>
        {
            if (value is not JsonObject { Count: 1 } stored || stored[Mark] is not JsonValue kept || kept.GetValueKind() != JsonValueKind.String)
                return null;
            var text = secrets.Unprotect(kept.GetValue<string>());
            lost |= text is null;
            return JsonValue.Create(text ?? "");
        });
        isLost = lost;
        return ElementOf(node);
    }

    private static JsonElement ElementOf(JsonNode? node)
    {
        using var document = JsonDocument.Parse(node?.ToJsonString() ?? "null");
        return document.RootElement.Clone();
    }

    private static void Replace(JsonNode? node, bool isSecret, Func<JsonNode?, bool, JsonNode?> replacement)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                var secret = isSecret || IsSecret(name);
                if (replacement(value, secret) is { } other)
                    members[name] = other;
                else
                    Replace(value, secret, replacement);
            }
        }
        else if (node is JsonArray items)
        {
            for (var index = 0; index < items.Count; index++)
            {
                if (replacement(items[index], isSecret) is { } other)
                    items[index] = other;
                else
                    Replace(items[index], isSecret, replacement);
            }
        }
    }

    private static bool IsSecret(string name) => Addresses.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.Contains("header", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(Secrets, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
