using System.Text.RegularExpressions;

namespace IntegrationHealth.Redaction;

/// <summary>Blots out what looks like a secret in text that others wrote, such as exception messages.</summary>
internal static partial class SecretRedaction
{
    public const string Blot = "***";

    /// <summary>Replaces values after <c>Password=</c> and the like, user names and passwords in addresses, and bearer tokens.</summary>
    public static string Redact(string text)
    {
        text = Assignment().Replace(text, match => $"{match.Groups["name"].Value}{match.Groups["sign"].Value}{Blot}");
        text = UserInfo().Replace(text, $"://{Blot}@");
        return Scheme().Replace(text, match => $"{match.Groups["scheme"].Value} {Blot}");
    }

    /// <summary>True for names such as <c>password</c>, <c>apiKey</c>, <c>client-secret</c> and <c>Authorization</c>.</summary>
    public static bool NamesSecret(string name) => SecretName().IsMatch(name);

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string Names = @"pass(word|phrase|wd)?|pwd|secret|token|authorization|api[-_ ]?key|access[-_ ]?key|account[-_ ]?key|private[-_ ]?key|connection[-_ ]?string|cookie|signature";

    [GeneratedRegex($@"(?<name>[\w-]*({Names}))(?<sign>""?\s*[=:]\s*)(""[^""]*""|'[^']*'|((bearer|basic)\s+)?[^\s;,&""']+)", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"://[^/\s?#]+@", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\b(?<scheme>bearer|basic(?=\s+[\w.~+/=-]*(?-i:[\dA-Z=])))\s+[\w.~+/=-]{8,}", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(Names, Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();
}
