using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Catalog;

/// <summary>
/// Reads the settings of one integration into its provider's type, or names every one that cannot be read: with its value, unless that may be
/// a secret, and with what is allowed, in the words of JSON rather than of .NET.
/// </summary>
internal static class ProviderSettings
{
    /// <returns>The settings; null when <paramref name="errors"/> got something.</returns>
    public static object? Read(JsonElement settings, ProviderDefinition definition, List<IntegrationValidationError> errors)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new("settings", $"settings must be a JSON object, not {Shown("settings", settings)}."));
            return null;
        }

        try
        {
            return settings.Deserialize(definition.SettingsType);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            FindFaults(settings, definition, errors);
            return null;
        }
    }

    /// <summary>Names what keeps the settings from being read, at least one thing.</summary>
    private static void FindFaults(JsonElement settings, ProviderDefinition definition, List<IntegrationValidationError> errors)
    {
        var before = errors.Count;
        try
        {
            var rest = Readable(settings, definition, errors);
            // The reader stops at the first fault: without that member it goes on to the next.
            while (FirstFault(rest, definition) is { } name)
            {
                errors.Add(Unreadable(name, rest[name], definition));
                rest.Remove(name);
            }
        }
        catch (InvalidOperationException)
        {
            errors.Add(new("settings", "settings hold half of a character: \\ud800 to \\udfff must come in pairs."));
        }

        if (errors.Count == before)
            errors.Add(new("settings", $"settings cannot be read for provider '{definition.Name}'; known are {Known(definition)}."));
    }

    /// <returns>The member at which reading stops; null when all can be read, or no member is to blame.</returns>
    private static string? FirstFault(Dictionary<string, JsonElement> settings, ProviderDefinition definition)
    {
        try
        {
            _ = JsonSerializer.SerializeToElement(settings, CatalogJson.Default.DictionaryStringJsonElement).Deserialize(definition.SettingsType);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return settings.Keys.FirstOrDefault(name => IsAt(exception, name));
        }
    }

    /// <summary>The members that the provider knows; the others, those given twice and those missing are errors.</summary>
    private static Dictionary<string, JsonElement> Readable(JsonElement settings, ProviderDefinition definition, List<IntegrationValidationError> errors)
    {
        var readable = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in settings.EnumerateObject())
        {
            if (PropertyOf(member.Name, definition) is null && IsStrict(definition.SettingsType))
                errors.Add(new($"settings.{member.Name}", $"settings.{member.Name} is not a setting of provider '{definition.Name}'; known are {Known(definition)}."));
            else if (!readable.TryAdd(member.Name, member.Value))
                errors.Add(new($"settings.{member.Name}", $"settings.{member.Name} is given twice; give it once."));
        }

        foreach (var property in definition.SettingsType.Properties.Where(property => property.IsRequired && !readable.Keys.Any(name => IsNameOf(property, name, definition))))
            errors.Add(new($"settings.{property.Name}", $"settings.{property.Name} is missing; it must be {Allowed(property.PropertyType, definition)}."));
        return readable;
    }

    private static IntegrationValidationError Unreadable(string name, JsonElement value, ProviderDefinition definition) => new(
        $"settings.{name}", $"settings.{name} cannot be {Shown(name, value)}; it must be {Allowed(PropertyOf(name, definition)?.PropertyType, definition)}.");

    private static string Shown(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object that holds this",
        JsonValueKind.Array => "a list that holds this",
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.String when OptionsReader.MayRepeat(name, value.GetString()!) => $"the text '{value.GetString()}'",
        JsonValueKind.String => string.Create(CultureInfo.InvariantCulture, $"a text of {value.GetString()!.Length} characters (not repeated, as it may be a secret)"),
        JsonValueKind.Number when !OptionsReader.MayRepeat(name, value.GetRawText()) => "a number (not repeated, as it may be a secret)",
        _ => value.GetRawText(),
    };

    private static string Allowed(Type? type, ProviderDefinition definition)
    {
        if (type is null)
            return "something else";
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string))
            return "text";
        if (plain == typeof(bool))
            return "true or false";
        if (plain == typeof(int))
            return "a whole number from -2147483648 to 2147483647";
        if (plain == typeof(long) || plain == typeof(short) || plain == typeof(byte))
            return "a whole number";
        if (plain == typeof(double) || plain == typeof(decimal) || plain == typeof(float))
            return "a number";
        if (plain.IsEnum)
            return $"one of {string.Join(", ", Enum.GetNames(plain))}";
        return definition.SettingsType.Options.TryGetTypeInfo(plain, out var info) ? Allowed(info.Kind) : "something else";
    }

    private static string Allowed(JsonTypeInfoKind kind) => kind switch
    {
        JsonTypeInfoKind.Enumerable => "a list of plain values",
        JsonTypeInfoKind.Dictionary => "an object of plain values",
        JsonTypeInfoKind.Object => "an object",
        _ => "a value of another form",
    };

    private static bool IsAt(Exception exception, string name) =>
        (exception as JsonException)?.Path is { } path
        && (path == $"$.{name}" || path.StartsWith($"$.{name}.", StringComparison.Ordinal) || path.StartsWith($"$.{name}[", StringComparison.Ordinal)
            || path.StartsWith($"$['{name}']", StringComparison.Ordinal));

    private static JsonPropertyInfo? PropertyOf(string name, ProviderDefinition definition) =>
        definition.SettingsType.Properties.FirstOrDefault(property => IsNameOf(property, name, definition));

    private static bool IsNameOf(JsonPropertyInfo property, string name, ProviderDefinition definition) => property.Name.Equals(
        name, definition.SettingsType.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static bool IsStrict(JsonTypeInfo type) =>
        (type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow;

    private static string Known(ProviderDefinition definition) => string.Join(", ", definition.SettingsType.Properties.Select(property => property.Name));
}
