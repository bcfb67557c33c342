using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Catalog;

/// <summary>Says of a JSON value that cannot be read where in it the fault is, what stands there, and what may stand there.</summary>
internal static class JsonFault
{
    /// <summary>One sentence about the innermost value at fault.</summary>
    /// <param name="path">Where the value stands, such as settings.headers.</param>
    /// <param name="value">The value, which cannot be read as <paramref name="type"/>.</param>
    /// <param name="type">What it should have been; null when nothing is known of it.</param>
    /// <param name="options">How it is read.</param>
    public static string Describe(string path, JsonElement value, Type? type, JsonSerializerOptions options)
    {
        if (ElementOf(type, value, options) is { } elementType)
        {
            foreach (var (place, element) in Elements(value))
            {
                if (!CanRead(element, elementType, options))
                    return Describe(path + place, element, elementType, options);
            }
        }

        return $"{path} cannot be {Shown(path, value)}; it must be {Allowed(type, options)}.";
    }

    /// <summary>A value as it may be repeated: short, and only where neither its place nor what is in it suggests a secret.</summary>
    public static string Shown(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return "nothing";
            case JsonValueKind.Object:
                var members = value.GetPropertyCount();
                return members == 0 ? "{}" : MayRepeat(path, value)
                    ? $"the object {Shortened(value.GetRawText())}"
                    : Unrepeated($"an object of {members} {(members == 1 ? "member" : "members")}");
            case JsonValueKind.Array:
                var items = value.GetArrayLength();
                return items == 0 ? "[]" : MayRepeat(path, value)
                    ? $"the list {Shortened(value.GetRawText())}"
                    : Unrepeated($"a list of {items} {(items == 1 ? "value" : "values")}");
            case JsonValueKind.String:
                var text = value.GetString()!;
                return OptionsReader.MayRepeat(path, text)
                    ? $"the text '{text}'"
                    : Unrepeated(string.Create(CultureInfo.InvariantCulture, $"a text of {text.Length} characters"));
            case JsonValueKind.Number when !OptionsReader.MayRepeat(path, value.GetRawText()):
                return Unrepeated("a number");
            default:
                return value.GetRawText();
        }
    }

    /// <summary>What a value of this type may be, in the words of JSON.</summary>
    public static string Allowed(Type? type, JsonSerializerOptions options)
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
        return options.TryGetTypeInfo(plain, out var info) ? Allowed(info.Kind) : "something else";
    }

    private static string Allowed(JsonTypeInfoKind kind) => kind switch
    {
        JsonTypeInfoKind.Enumerable => "a list of plain values",
        JsonTypeInfoKind.Dictionary => "an object of plain values",
        JsonTypeInfoKind.Object => "an object",
        _ => "a value of another form",
    };

    /// <summary>The type of what stands in a list or an object; null when the value is neither, or should not be.</summary>
    private static Type? ElementOf(Type? type, JsonElement value, JsonSerializerOptions options) =>
        type is not null && options.TryGetTypeInfo(type, out var info) && value.ValueKind == info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => JsonValueKind.Array,
            JsonTypeInfoKind.Dictionary => JsonValueKind.Object,
            _ => JsonValueKind.Undefined,
        }
            ? info.ElementType
            : null;

    private static IEnumerable<(string Place, JsonElement Element)> Elements(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Select((element, index) => (string.Create(CultureInfo.InvariantCulture, $"[{index}]"), element))
        : value.EnumerateObject().Select(member => ("." + member.Name, member.Value));

    private static bool CanRead(JsonElement value, Type type, JsonSerializerOptions options)
    {
        try
        {
            if (options.TryGetTypeInfo(type, out var info))
                _ = value.Deserialize(info);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>A list or an object is cut where it is long; a long text in it may be a secret, of which not even the beginning is shown.</summary>
    private static bool MayRepeat(string path, JsonElement value) =>
        OptionsReader.MayRepeat(path + value.GetRawText(), "") && !HoldsLongText(value);

    private static bool HoldsLongText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array => Elements(value).Any(item => HoldsLongText(item.Element)),
        JsonValueKind.String => value.GetRawText().Length > OptionsReader.LongestRepeated,
        _ => false,
    };

    private static string Shortened(string json) =>
        json.Length <= OptionsReader.LongestRepeated ? json : string.Concat(json.AsSpan(0, OptionsReader.LongestRepeated - 1), "…");

    private static string Unrepeated(string what) => $"{what} (not repeated, as it may be a secret)";
}
