using System.Globalization;
using System.Text.Json;

namespace IntegrationHealth.Checks.Http;

/// <summary>A place in a JSON document: names after dots, indexes in brackets, as in <c>$.data.items[0].state</c>.</summary>
internal sealed class JsonPath
{
    private readonly List<(string? Name, int Index)> _steps = [];

    private JsonPath()
    {
    }

    /// <summary>Reads the text form; null when it is not one.</summary>
    public static JsonPath? TryParse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var path = new JsonPath();
        var rest = text.AsSpan().Trim();
        if (rest is "$")
            return path;
        if (rest.StartsWith("$.") || rest.StartsWith("$["))
            rest = rest[1..];
        else if (rest[0] != '[')
            rest = "." + rest.ToString();

        while (rest.Length > 0)
        {
            if (!path.TryTake(ref rest))
                return null;
        }

        return path;
    }

    /// <summary>Looks the place up; false when the document has no such place.</summary>
    public bool TryFind(JsonElement root, out JsonElement found)
    {
        found = root;
        foreach (var (name, index) in _steps)
        {
            if (name is not null)
            {
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                    return false;
            }
            else
            {
                if (found.ValueKind != JsonValueKind.Array || index >= found.GetArrayLength())
                    return false;
                found = found[index];
            }
        }

        return true;
    }

    /// <summary>True when <paramref name="element"/> is what <paramref name="expected"/> writes.</summary>
    public static bool IsEqual(JsonElement element, string expected) => element.ValueKind switch
    {
        JsonValueKind.String => element.ValueEquals(expected),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null =>
            element.GetRawText().Equals(expected.Trim(), StringComparison.OrdinalIgnoreCase),
        JsonValueKind.Number => element.GetRawText() == expected.Trim()
            || (element.TryGetDecimal(out var actual)
                && decimal.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var wanted)
                && actual == wanted),
        _ => element.GetRawText() == expected,
    };

    private bool TryTake(ref ReadOnlySpan<char> rest)
    {
        if (rest[0] == '[')
        {
            var close = rest.IndexOf(']');
            if (close < 0 || !int.TryParse(rest[1..close], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                return false;
            _steps.Add((null, index));
            rest = rest[(close + 1)..];
            return true;
        }

        if (rest[0] != '.')
            return false;
        rest = rest[1..];
        var end = rest.IndexOfAny('.', '[');
        var name = end < 0 ? rest : rest[..end];
        if (name.IsEmpty || name.Contains(']'))
            return false;
        _steps.Add((name.ToString(), 0));
        rest = rest[name.Length..];
        return true;
    }
}
