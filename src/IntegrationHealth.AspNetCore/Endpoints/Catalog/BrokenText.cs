using System.Text.Json;

namespace IntegrationHealth.Endpoints.Catalog;

/// <summary>
/// Finds text with half of a surrogate pair in it, such as <c>"\ud800"</c>: JSON allows it, but it is no text, and whatever reads it later fails.
/// </summary>
internal static class BrokenText
{
    /// <summary>The paths of all such fields below <paramref name="path"/>; a broken name is told by what holds it.</summary>
    public static IEnumerable<string> PathsIn(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => IsBroken(value) ? [path] : [],
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => PathsIn(item, $"{path}[{index}]")),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => NameOf(member) is { } name
            ? PathsIn(member.Value, path.Length == 0 ? name : $"{path}.{name}")
            : [path.Length == 0 ? "body" : path]),
        _ => [],
    };

    private static bool IsBroken(JsonElement text)
    {
        try
        {
            _ = text.GetString();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
