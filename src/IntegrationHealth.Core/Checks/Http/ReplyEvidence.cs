using System.Globalization;
using System.Text;

namespace IntegrationHealth.Checks.Http;

/// <summary>Writes down what a diagnosis rests on: status, a few headers, the beginning of the body; without secrets.</summary>
internal static class ReplyEvidence
{
    private const int LongestBody = 500;
    private const int LongestHeader = 150;
    private const int Longest = 1_000;

    /// <summary>More than is shown, so that a secret at the cut is still seen whole.</summary>
    private const int LookAhead = 2_000;

    private static readonly string[] Headers = ["WWW-Authenticate", "Retry-After", "X-Request-Id", "Request-Id", "X-Correlation-Id", "CF-Ray"];

    /// <summary>Text of up to 1,000 characters.</summary>
    public static string Describe(HttpResponseMessage response, ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        var known = secrets.ToArray();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}");
        if (!string.IsNullOrEmpty(response.ReasonPhrase))
            text.Append(' ').Append(Cut(Printable(response.ReasonPhrase), LongestHeader));
        if (response.Content.Headers.TryGetValues("Content-Type", out var types))
            Append(text, "content-type", types, known);
        foreach (var name in Headers)
        {
            if (response.Headers.TryGetValues(name, out var values))
                Append(text, name.ToLowerInvariant(), values, known);
        }

        if (body.Length > 0)
        {
            var start = BodyText.Decode(body[..Math.Min(body.Length, LookAhead)], response.Content.Headers.ContentType?.CharSet);
            text.Append('\n').Append(Cut(Printable(SecretRedactor.Redact(start, known)), LongestBody));
        }

        return Cut(text.ToString(), Longest);
    }

    private static void Append(StringBuilder text, string name, IEnumerable<string> values, string[] known) =>
        text.Append('\n').Append(name).Append(": ").Append(
            Cut(Printable(SecretRedactor.Redact(Cut(string.Join(", ", values), LookAhead), known)), LongestHeader));

    private static string Printable(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var index = 0; index < span.Length; index++)
            span[index] = char.IsControl(source[index]) && source[index] is not ('\n' or '\t') ? ' ' : source[index];
    });

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
