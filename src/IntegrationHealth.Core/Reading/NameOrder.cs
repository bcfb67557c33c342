namespace IntegrationHealth.Reading;

/// <summary>
/// The order of names that every store shares: code points, with A–Z taken as a–z. It is what SQLite calls NOCASE, and no ordering of
/// .NET is: OrdinalIgnoreCase folds other alphabets too, and to upper case.
/// </summary>
internal static class NameOrder
{
    public static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var difference = Weight(left[i]) - Weight(right[i]);
            if (difference != 0)
                return difference;
        }

        return left.Length - right.Length;
    }

    /// <summary>True when <paramref name="text"/> contains <paramref name="part"/>, ignoring the case of A–Z.</summary>
    public static bool Contains(string text, string part) => Fold(text).Contains(Fold(part), StringComparison.Ordinal);

    /// <summary>The text with A–Z as a–z: compared by code points it orders as <see cref="Compare"/> does.</summary>
    public static string Fold(string text) =>
        text.AsSpan().ContainsAnyInRange('A', 'Z')
            ? string.Create(text.Length, text, static (folded, from) =>
            {
                for (var i = 0; i < folded.Length; i++)
                    folded[i] = Lower(from[i]);
            })
            : text;

    private static char Lower(char c) => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;

    // UTF-16 puts surrogates before U+E000 to U+FFFF; by code point they come after.
    private static int Weight(char c) => char.IsSurrogate(c) ? c + 0x2000 : c >= '\uE000' ? c - 0x800 : Lower(c);
}
