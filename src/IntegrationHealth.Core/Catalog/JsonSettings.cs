using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace IntegrationHealth.Catalog;

/// <summary>
/// Reads the settings of one integration or channel into their type, or names every one that cannot be read: with its value, unless that may be
/// a secret, and with what is allowed, in the words of JSON rather than of .NET.
/// </summary>
internal static class JsonSettings
{
    /// <param name="settings">What was given.</param>
    /// <param name="type">What is made of it.</param>
    /// <param name="owner">Whose settings they are, such as: provider 'http'.</param>
    /// <param name="errors">Gets what cannot be read, at least one thing when the answer is null.</param>
    public static object? Read(JsonElement settings, JsonTypeInfo type, string owner, List<IntegrationValidationError> errors)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new("settings", $"settings must be a JSON object, not {JsonFault.Shown("settings", settings)}."));
            return null;
        }

        try
        {
            return settings.Deserialize(type);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            FindFaults(settings, type, owner, errors);
            return null;
        }
    }

    /// <summary>Names what keeps the settings from being read, at least one thing.</summary>
    private static void FindFaults(JsonElement settings, JsonTypeInfo type, string owner, List<IntegrationValidationError> errors)
    {
        var before = errors.Count;
        try
        {
            var rest = Readable(settings, type, owner, errors);
            // The reader stops at the first fault: without that member it goes on to the next.
            while (FirstFault(rest, type) is { } name)
            {
                errors.Add(new($"settings.{name}", JsonFault.Describe($"settings.{name}", rest[name], PropertyOf(name, type)?.PropertyType, type.Options)));
                rest.Remove(name);
            }
        }
        catch (InvalidOperationException)
        {
            errors.Add(new("settings", "settings hold half of a character: \\ud800 to \\udfff must come in pairs."));
        }

        if (errors.Count == before)
            errors.Add(new("settings", $"settings cannot be read for {owner}; known are {Known(type)}."));
    }

    /// <returns>The member at which reading stops; null when all can be read, or no member is to blame.</returns>
    private static string? FirstFault(Dictionary<string, JsonElement> settings, JsonTypeInfo type)
    {
        try
        {
            _ = JsonSerializer.SerializeToElement(settings, CatalogJson.Default.DictionaryStringJsonElement).Deserialize(type);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return settings.Keys.FirstOrDefault(name => IsAt(exception, name));
        }
    }

    /// <summary>The members that are known; the others, those given twice and those missing are errors.</summary>
    private static Dictionary<string, JsonElement> Readable(JsonElement settings, JsonTypeInfo type, string owner, List<IntegrationValidationError> errors)
    {
        var readable = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in settings.EnumerateObject())
        {
            if (PropertyOf(member.Name, type) is null && IsStrict(type))
                errors.Add(new($"settings.{member.Name}", $"settings.{member.Name} is not a setting of {owner}; known are {Known(type)}."));
            else if (!readable.TryAdd(member.Name, member.Value))
                errors.Add(new($"settings.{member.Name}", $"settings.{member.Name} is given twice; give it once."));
        }

        foreach (var property in type.Properties.Where(property => property.IsRequired && !readable.Keys.Any(name => IsNameOf(property, name, type))))
            errors.Add(new($"settings.{property.Name}", $"settings.{property.Name} is missing; it must be {JsonFault.Allowed(property.PropertyType, type.Options)}."));
        return readable;
    }

    private static bool IsAt(Exception exception, string name) =>
        (exception as JsonException)?.Path is { } path
        && (path == $"$.{name}" || path.StartsWith($"$.{name}.", StringComparison.Ordinal) || path.StartsWith($"$.{name}[", StringComparison.Ordinal)
            || path.StartsWith($"$['{name}']", StringComparison.Ordinal));

    private static JsonPropertyInfo? PropertyOf(string name, JsonTypeInfo type) =>
        type.Properties.FirstOrDefault(property => IsNameOf(property, name, type));

    private static bool IsNameOf(JsonPropertyInfo property, string name, JsonTypeInfo type) => property.Name.Equals(
        name, type.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static bool IsStrict(JsonTypeInfo type) =>
        (type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow;

    private static string Known(JsonTypeInfo type) => string.Join(", ", type.Properties.Select(property => property.Name));
}
