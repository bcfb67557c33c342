using System.IO.Compression;
using System.Text;

namespace IntegrationHealth.Checks.Http;

/// <summary>From the bytes of a body to text.</summary>
internal static class BodyText
{
    /// <summary>
    /// The body, unpacked where a server packs it unasked. Only what is examined is unpacked, and the reader's cap counts what comes out.
    /// </summary>
    public static Stream Open(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = content.ReadAsStream(cancellationToken);
        var encodings = content.Headers.ContentEncoding;
        if (encodings.Count == 0)
            return stream;

        return encodings.Last().ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(stream, CompressionMode.Decompress),
            "DEFLATE" => new ZLibStream(stream, CompressionMode.Decompress),
            "BR" => new BrotliStream(stream, CompressionMode.Decompress),
            _ => stream,
        };
    }

    /// <summary>Decodes by the charset of the Content-Type, UTF-8 without one.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset) => EncodingOf(charset).GetString(WithoutMark(bytes));

    /// <summary>Without a UTF-8 byte order mark, which JSON does not allow but servers send.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

    /// <summary>True for a web page, by its type or by its first tag.</summary>
    public static bool IsHtml(string? mediaType, ReadOnlySpan<byte> bytes)
    {
        if (mediaType is not null && (mediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)
            || mediaType.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        var start = WithoutMark(bytes).TrimStart(" \r\n\t"u8);
        return Ascii.EqualsIgnoreCase(start[..Math.Min(start.Length, 9)], "<!doctype"u8)
            || Ascii.EqualsIgnoreCase(start[..Math.Min(start.Length, 5)], "<html"u8);
    }

    private static Encoding EncodingOf(string? charset) => charset?.Trim('"').ToUpperInvariant() switch
    {
        "ISO-8859-1" or "US-ASCII" or "WINDOWS-1252" => Encoding.Latin1,
        "UTF-16" or "UTF-16LE" => Encoding.Unicode,
        "UTF-16BE" => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    };
}
