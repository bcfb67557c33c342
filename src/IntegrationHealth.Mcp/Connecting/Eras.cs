namespace IntegrationHealth.Mcp.Connecting;

/// <summary>Protocol versions, and the order in which they are tried. Pure.</summary>
internal static class Eras
{
    /// <summary>The first version without initialize, ping and sessions.</summary>
    public const string Modern = "2026-07-28";

    private static readonly string[] Legacy = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    /// <summary>True for a version that knows ping: asking a newer server for it would call a live one dead.</summary>
    public static bool KnowsPing(string? version) => version is not null && string.CompareOrdinal(version, Modern) < 0;

    /// <summary>
    /// What to try, in order; null is the client's own search, modern first. A legacy version that was agreed on before is tried first, so that
    /// a server that ignores unknown requests costs no wait each time.
    /// </summary>
    public static IReadOnlyList<string?> Candidates(string? known) => Legacy.Contains(known)
        ? [known, null, .. Legacy.Where(version => version != known)]
        : [null, .. Legacy];
}
