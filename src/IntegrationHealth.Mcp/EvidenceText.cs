namespace IntegrationHealth.Mcp;

/// <summary>Puts evidence together within its bound.</summary>
internal static class EvidenceText
{
    private const int Longest = 1_000;

    /// <summary>The lines that are there, up to 1,000 characters.</summary>
    public static string Join(params IEnumerable<string?> lines)
    {
        var text = string.Join('\n', lines.Where(line => !string.IsNullOrEmpty(line)));
        return text.Length <= Longest ? text : text[..(Longest - 1)] + "…";
    }
}
