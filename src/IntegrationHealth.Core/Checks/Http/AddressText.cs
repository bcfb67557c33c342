namespace IntegrationHealth.Checks.Http;

/// <summary>What an error may repeat of an address that was refused: never a user name, a password or a query.</summary>
internal static class AddressText
{
    private const int Longest = 200;

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
}
