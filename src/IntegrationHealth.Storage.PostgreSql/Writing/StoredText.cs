using System.Buffers;
using System.Text;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>
/// PostgreSQL takes no NUL and no half of a surrogate pair, which a cut message or a vendor's answer may hold: one such character must not
/// keep a batch from being stored.
/// </summary>
internal static class StoredText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0xD800, 0x800).Select(code => (char)code), '\0']);

    /// <summary>The text with a replacement character for each that cannot be stored.</summary>
    public static string? Clean(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAny(Suspects))
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }
}
