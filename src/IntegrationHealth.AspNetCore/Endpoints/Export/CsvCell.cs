namespace IntegrationHealth.Endpoints.Export;

/// <summary>
/// Text for one cell. A spreadsheet takes what begins with = + - @ or a control character for a formula and runs it; names and messages come from
/// people and vendors. An apostrophe before it makes it text again.
/// </summary>
internal static class CsvCell
{
    public static string? Neutralise(string? text) => text is { Length: > 0 } && BeginsFormula(text) ? $"'{text}" : text;

    // Spreadsheets pass over leading spaces, and take the full-width forms for the plain ones.
    private static bool BeginsFormula(string text) => char.IsControl(text[0])
        || text.AsSpan().TrimStart() is [('=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠'), ..];
}
