using System.Text.RegularExpressions;

namespace IntegrationHealth.Checks.Http;

/// <summary>Takes secrets out of text that is stored and shown. Pure; meant for excerpts of some thousand characters.</summary>
internal static partial class SecretRedactor
{
    private const string Mark = "[redacted]";

    /// <summary>A far end may echo a token cut or continued, so its beginning is what is looked for.</summary>
    private const int KnownPrefix = 16;

    private const int ShortestKnown = 6;

    /// <summary>Redacts what looks like a secret, and every one of <paramref name="known"/>.</summary>
    public static string Redact(string text, IEnumerable<string> known)
    {
        foreach (var secret in known)
            text = RedactKnown(text, secret);

        text = Field().Replace(text, "$1:" + Mark);
        text = Scheme().Replace(text, "$1 " + Mark);
        text = Jwt().Replace(text, Mark);
        text = Prefixed().Replace(text, Mark);
        return UserInfo().Replace(text, "://" + Mark + "@");
    }

    /// <summary>True when a header or field of this name holds a key or a token.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    /// <summary>Redacts one secret alone, for text that is otherwise our own.</summary>
    public static string RedactKnown(string text, string secret)
    {
        if (secret.Length < ShortestKnown)
            return text;

        var prefix = secret.AsSpan(0, Math.Min(KnownPrefix, secret.Length)).ToString();
        for (var start = text.IndexOf(prefix, StringComparison.Ordinal); start >= 0;
            start = text.IndexOf(prefix, start + Mark.Length, StringComparison.Ordinal))
        {
            var end = start + prefix.Length;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\'' or '<' or '>' or '&' or ',' or '\\'))
                end++;
            text = string.Concat(text.AsSpan(0, start), Mark, text.AsSpan(end));
            if (start + Mark.Length > text.Length)
                break;
        }

        return text;
    }

    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // name, then : or =, then a quoted text, a list or a bare word.
    [GeneratedRegex("""(\\?["']?[\w.-]{0,40}(?:token|secret|passw|api[_-]?key|access[_-]?key|auth[_-]?key|authorization|credential|assertion|private[_-]?key|cookie|session)[\w.-]{0,40}\\?["']?)\s*[:=]\s*(?:"(?:[^"\\]|\\.)*"?|\\"[^"\\]*|'[^']*'?|\[[^\]]*\]?|(?:bearer\s+|basic\s+)?[^\s,;&}"'<]+)""", Loose)]
    private static partial Regex Field();

    // RFC 6750 credentials; the challenge parameters (realm="…") that follow the same word are no secret.
    [GeneratedRegex("""\b(bearer|basic)\s+[A-Za-z0-9._~+/\-]{8,}=*(?![=\w"])""", Loose)]
    private static partial Regex Scheme();

    [GeneratedRegex("""\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}""", RegexOptions.CultureInvariant)]
    private static partial Regex Jwt();

    [GeneratedRegex(
        """\b(?:xox[a-z]-|xapp-|ya29\.|1//0|gh[a-z]_|github_pat_|glpat-|[srp]k_|sk-|AKIA|ASIA|AIza|SG\.|shp[a-z]{2}_|whsec_|npm_|hf_|dop_v1_)[A-Za-z0-9._\-]{6,}""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Prefixed();

    [GeneratedRegex("""://[^/\s:@"]+:[^/\s@"]+@""", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex("token|secret|passw|api[_-]?key|access[_-]?key|auth[_-]?key|authorization|credential|assertion|private[_-]?key|cookie|session", Loose)]
    private static partial Regex SecretName();
}
