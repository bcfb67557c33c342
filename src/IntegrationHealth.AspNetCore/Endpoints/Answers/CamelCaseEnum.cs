using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHealth.Endpoints;

/// <summary>An enum as a camelCase string. Set on each property, so that the OpenAPI document says so as well.</summary>
internal sealed class CamelCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum
{
    private static readonly (TEnum Value, string Name)[] Names =
        [.. Enum.GetValues<TEnum>().Select(value => (value, JsonNamingPolicy.CamelCase.ConvertName(value.ToString())))];

    public static IEnumerable<string> All => Names.Select(name => name.Name);

    public static string NameOf(TEnum value) => Array.Find(Names, name => EqualityComparer<TEnum>.Default.Equals(name.Value, value)).Name ?? value.ToString();

    public static bool TryParse(string text, out TEnum value)
    {
        var index = Array.FindIndex(Names, name => name.Name == text);
        value = index < 0 ? default : Names[index].Value;
        return index >= 0;
    }
}

internal static class CamelCaseEnum
{
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => CamelCaseEnum<TEnum>.NameOf(value);
}
