namespace IntegrationHealth.Storage.Reading;

/// <summary>What people type, as a pattern of LIKE that escapes with a backslash.</summary>
internal static class LikePattern
{
    public static string Containing(string text) => $"%{Escape(text)}%";

    private static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
