using System.Net.Http.Headers;

namespace IntegrationHealth.Checks.Http;

/// <summary>What a <c>WWW-Authenticate: Bearer</c> header says (RFC 6750 §3).</summary>
internal readonly record struct BearerChallenge(string? Error, string? Scope)
{
    /// <summary>Reads the first Bearer challenge; empty when there is none.</summary>
    public static BearerChallenge From(HttpHeaderValueCollection<AuthenticationHeaderValue> headers)
    {
        foreach (var header in headers)
        {
            if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
                return Parse(header.Parameter);
        }

        return default;
    }

    /// <summary>Reads the parameters after the scheme: <c>realm="x", error="invalid_token"</c>.</summary>
    public static BearerChallenge Parse(string? parameters)
    {
        string? error = null;
        string? scope = null;
        var rest = parameters.AsSpan();
        while (TryTake(ref rest, out var name, out var value))
        {
            if (name.Equals("error", StringComparison.OrdinalIgnoreCase))
                error ??= value;
            else if (name.Equals("scope", StringComparison.OrdinalIgnoreCase))
                scope ??= value;
        }

        return new BearerChallenge(error, scope);
    }

    /// <summary>One parameter after the scheme, such as <c>resource_metadata</c>; null without it.</summary>
    public static string? Find(string? parameters, string wanted)
    {
        var rest = parameters.AsSpan();
        while (TryTake(ref rest, out var name, out var value))
        {
            if (name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    private static bool TryTake(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out string value)
    {
        name = default;
        value = "";
        rest = rest.TrimStart(", \t");
        var equals = rest.IndexOf('=');
        if (equals <= 0)
            return false;

        name = rest[..equals].Trim();
        rest = rest[(equals + 1)..].TrimStart();
        if (rest.StartsWith("\""))
        {
            var text = new System.Text.StringBuilder();
            var index = 1;
            for (; index < rest.Length && rest[index] != '"'; index++)
            {
                if (rest[index] == '\\' && index + 1 < rest.Length)
                    index++;
                text.Append(rest[index]);
            }

            value = text.ToString();
            rest = rest[Math.Min(index + 1, rest.Length)..];
            return true;
        }

        var end = rest.IndexOf(',');
        value = (end < 0 ? rest : rest[..end]).Trim().ToString();
        rest = end < 0 ? default : rest[end..];
        return true;
    }
}
