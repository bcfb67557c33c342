namespace IntegrationHealth.Checks.Http;

/// <summary>What an error may repeat of an address that was refused: never a user name, a password or a query.</summary>
internal static class AddressText
{
    private const int Longest = 200;

    /// <summary>Shorter values of a query are words such as <c>true</c>, which stand in every answer.</summary>
    private const int ShortestKey = 12;

    /// <summary>By hand, because what was refused may be no address at all: whatever stands before the last @ may be a password.</summary>
    public static string Repeat(string? value)
    {
        var text = value ?? "";
        if (text.LastIndexOf('@') is >= 0 and var at)
        {
            var scheme = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end && end < at ? text[..(end + 3)] : "";
            text = $"{scheme}…{text[at..]}";
        }

        if (text.IndexOfAny(['?', '#']) is >= 0 and var query)
            text = $"{text[..(query + 1)]}…";
        return text.Length > Longest ? $"{text[..Longest]}…" : text;
    }

    /// <summary>Values of the query that may be keys, as written and decoded: a server that repeats its address must not show them.</summary>
    public static IEnumerable<string> KeysIn(Uri address) =>
        address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])
            .SelectMany(value => new[] { value, Uri.UnescapeDataString(value) }.Distinct())
            .Where(value => value.Length >= ShortestKey);
}
