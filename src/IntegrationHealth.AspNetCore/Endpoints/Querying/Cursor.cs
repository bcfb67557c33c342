using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHealth.Endpoints;

/// <summary>
/// Where the next page of a list begins, opaque to callers: base64url over a checksum and the parts. The checksum covers the list's
/// filters and order, so a cursor of another list, or a damaged one, is refused instead of skipping items. It is no secret: a cursor
/// grants nothing that the same caller could not ask for without it.
/// </summary>
internal static class Cursor
{
    private const char Separator = '\u001f';
    private const int ChecksumLength = 12;

    public static string Write(string list, params ReadOnlySpan<string> parts)
    {
        var text = string.Join(Separator, parts);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Checksum(list, text) + text));
    }

    /// <summary>The parts, or null when <paramref name="cursor"/> was not made for <paramref name="list"/>.</summary>
    public static string[]? Read(string list, string cursor, int parts)
    {
        if (!Base64Url.IsValid(cursor))
            return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        if (text.Length < ChecksumLength || text[..ChecksumLength] != Checksum(list, text[ChecksumLength..]))
            return null;
        var result = text[ChecksumLength..].Split(Separator);
        return result.Length == parts ? result : null;
    }

    /// <summary>Names a list by everything that decides which items it holds, and in which order.</summary>
    public static string ListOf(params ReadOnlySpan<string?> filters) => string.Join(Separator, filters);

    public static string Text(DateTimeOffset time) => time.UtcTicks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Undoes <see cref="Text"/>; a forged part is the beginning of time, where nothing is.</summary>
    public static DateTimeOffset Time(string part) =>
        long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new(ticks, TimeSpan.Zero)
            : DateTimeOffset.MinValue;

    private static string Checksum(string list, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{list}{Separator}{Separator}{text}")))[..ChecksumLength];
}
