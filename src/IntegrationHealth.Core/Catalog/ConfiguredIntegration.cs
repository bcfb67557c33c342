using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Configuration;

namespace IntegrationHealth.Catalog;

/// <summary>Reads <c>IntegrationHealth:Integrations:N</c>. Strict: a key that nobody reads is an error, since it is most likely a typing mistake.</summary>
internal static class ConfiguredIntegration
{
    private static readonly string[] Keys = ["Id", "Provider", "Name", "OwnerId", "Interval", "Tags", "Enabled", "Settings"];

    public static Integration Read(IConfigurationSection section, List<IntegrationValidationError> errors)
    {
        if (section.Value is { Length: > 0 } lone)
            errors.Add(new("", $"{OptionsReader.Describe("", lone)}, but an integration is keys: {string.Join(", ", Keys)}."));
        foreach (var key in section.GetChildren().Select(child => child.Key))
        {
            if (!Keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                errors.Add(new(key, $"'{key}' is not a setting of an integration; allowed are {string.Join(", ", Keys)}."));
        }

        var id = Required(section, "Id", errors);
        return new Integration
        {
            Id = id,
            Provider = Required(section, "Provider", errors),
            Name = section["Name"] ?? id,
            OwnerId = section["OwnerId"] ?? "",
            Interval = Interval(section, errors),
            Tags = Tags(section.GetSection("Tags"), errors),
            Enabled = Enabled(section, errors),
            Settings = ToJson(section.GetSection("Settings")).Deserialize(CatalogJson.Default.JsonElement),
            Origin = IntegrationOrigin.Configuration,
        };
    }

    private static string Required(IConfigurationSection section, string key, List<IntegrationValidationError> errors)
    {
        if (section[key] is { Length: > 0 } value)
            return value;
        errors.Add(new(key, $"{key} is missing; it must be given."));
        return "";
    }

    private static IReadOnlyList<string> Tags(IConfigurationSection tags, List<IntegrationValidationError> errors)
    {
        if (tags.Value is { Length: > 0 } lone)
            errors.Add(new("Tags", $"'{lone}' is not a list; write Tags:0, Tags:1 and so on."));
        return [.. tags.GetChildren().Select(tag => tag.Value ?? "")];
    }

    private static TimeSpan? Interval(IConfigurationSection section, List<IntegrationValidationError> errors)
    {
        if (section["Interval"] is not { } text)
            return null;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval))
            return interval;
        errors.Add(new("Interval", $"'{text}' is not a time span; write hh:mm:ss, from 00:00:01 (1 s) to 1.00:00:00 (24 h)."));
        return null;
    }

    private static bool Enabled(IConfigurationSection section, List<IntegrationValidationError> errors)
    {
        if (section["Enabled"] is not { } text)
            return true;
        if (bool.TryParse(text, out var enabled))
            return enabled;
        errors.Add(new("Enabled", $"'{text}' is not allowed; write true or false."));
        return true;
    }

    /// <summary>Configuration holds text alone: keys 0, 1, 2 … make an array, other keys an object, and all values are strings.</summary>
    private static JsonNode ToJson(IConfigurationSection section)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0)
            return section.Value is null ? new JsonObject() : JsonValue.Create(section.Value);
        if (children.All(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return new JsonArray([.. children.OrderBy(child => int.Parse(child.Key, CultureInfo.InvariantCulture)).Select(ToJson)]);

        var json = new JsonObject();
        foreach (var child in children)
            json[child.Key] = ToJson(child);
        return json;
    }
}
