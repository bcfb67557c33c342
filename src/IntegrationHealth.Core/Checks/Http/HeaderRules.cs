using System.Buffers;

namespace IntegrationHealth.Checks.Http;

/// <summary>Which headers a user may set. A line break in one would smuggle further headers, or a second request.</summary>
internal static class HeaderRules
{
    private const int MaxValueLength = 4_096;

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Headers that belong to the connection or to the body, not to the user.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept-Encoding", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Expect", "Host", "HTTP2-Settings", "Keep-Alive",
        "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    /// <summary>True for an RFC 9110 token of up to 128 characters.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 128 && !name.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>True for a name that the checker sets itself.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>True for visible ASCII, blanks and tabs, up to 4,096 characters.</summary>
    public static bool IsValue(string? value)
    {
        if (value is null || value.Length > MaxValueLength)
            return false;

        foreach (var character in value)
        {
            if (character is not ('\t' or (>= ' ' and <= '~')))
                return false;
        }

        return true;
    }
}
