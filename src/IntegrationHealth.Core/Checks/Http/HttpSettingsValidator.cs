using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Checks.Http;

/// <summary>Says of every setting whether it is allowed. Messages name the field, the value and what is allowed.</summary>
internal static class HttpSettingsValidator
{
    private const int LongestUrl = 2_048;
    private const int LongestCondition = 1_000;
    private const int LongestBody = 65_536;
    private const int MostHeaders = 32;

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS", "DELETE"];

    /// <summary>One error for each value that is not allowed.</summary>
    public static IEnumerable<IntegrationValidationError> Validate(HttpCheckSettings settings) =>
        Address("url", settings.Url, required: true)
            .Concat(Address("baseAddress", settings.BaseAddress, required: false))
            .Concat(Request(settings))
            .Concat(HeaderErrors(settings.Headers))
            .Concat(Conditions(settings))
            .Concat(Ranges(settings));

    private static IEnumerable<IntegrationValidationError> Address(string field, string? value, bool required)
    {
        if (string.IsNullOrEmpty(value) && !required)
            yield break;

        if (value is not { Length: > 0 and <= LongestUrl }
            || !Uri.TryCreate(value, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0)
        {
            yield return Error(field, AddressText.Repeat(value), "an absolute http or https address of up to 2,048 characters, such as https://api.example.com/health");
        }
        else if (uri.UserInfo.Length > 0)
        {
            yield return new IntegrationValidationError(
                "settings." + field,
                $"settings.{field} holds a user name or password for {uri.Host}; allowed is an address without them: use a header or the host's credential.");
        }
    }

    private static IEnumerable<IntegrationValidationError> Request(HttpCheckSettings settings)
    {
        var method = settings.Method?.ToUpperInvariant();
        if (!Methods.Contains(method))
            yield return Error("method", settings.Method, string.Join(", ", Methods));

        if (settings.Body is not { } body)
            yield break;

        if (body.Length > LongestBody)
            yield return Error("body", $"{body.Length} characters", "up to 65,536 characters");
        if (method is "GET" or "HEAD" or "OPTIONS")
            yield return Error("body", "set", $"no body with {method}; use POST, PUT, PATCH or DELETE");
        if (!HeaderRules.IsValue(settings.ContentType) || !MediaTypeHeaderValue.TryParse(settings.ContentType, out _))
            yield return Error("contentType", settings.ContentType, "a media type, such as application/json");
    }

    private static IEnumerable<IntegrationValidationError> HeaderErrors(IDictionary<string, string>? headers)
    {
        if (headers is null)
            yield break;
        if (headers.Count > MostHeaders)
            yield return Error("headers", $"{headers.Count} headers", "up to 32");

        foreach (var (name, value) in headers)
        {
            // The value may be a secret, so no message shows it.
            if (!HeaderRules.IsName(name))
                yield return Error("headers", name, "names of letters, digits and !#$%&'*+-.^_`|~");
            else if (HeaderRules.IsReserved(name))
                yield return Error(
                    "headers." + name, "set", "headers other than this one: it is set from the address, the body (contentType) or the connection");
            else if (!HeaderRules.IsValue(value))
                yield return Error(
                    "headers." + name, "not a header value", "up to 4,096 visible ASCII characters, blanks and tabs, without line breaks");
        }
    }

    private static IEnumerable<IntegrationValidationError> Conditions(HttpCheckSettings settings)
    {
        if (settings.ExpectedStatus?.Length > LongestCondition || StatusRanges.TryParse(settings.ExpectedStatus) is null)
            yield return Error("expectedStatus", settings.ExpectedStatus, "codes and ranges from 100 to 599, such as 200,204,300-399");

        foreach (var (field, value) in new[]
        {
            ("bodyContains", settings.BodyContains), ("bodyNotContains", settings.BodyNotContains),
            ("bodyMatches", settings.BodyMatches), ("jsonPath", settings.JsonPath), ("jsonEquals", settings.JsonEquals),
        })
        {
            if (value?.Length > LongestCondition)
                yield return Error(field, $"{value.Length} characters", "up to 1,000 characters");
        }

        if (settings.BodyMatches is { Length: <= LongestCondition } pattern && ProblemOf(pattern) is { } problem)
            yield return Error("bodyMatches", pattern, $"a regular expression without look-around and back-references ({problem})");
        if (settings.JsonPath is not null && JsonPath.TryParse(settings.JsonPath) is null)
            yield return Error("jsonPath", settings.JsonPath, "names after dots and indexes in brackets, such as $.data.items[0].state");
        if (settings.JsonEquals is not null && settings.JsonPath is null)
            yield return Error("jsonEquals", settings.JsonEquals, "a value only together with jsonPath");
        if (settings.Method?.ToUpperInvariant() == "HEAD"
            && (settings.BodyContains ?? settings.BodyMatches ?? settings.JsonPath) is { } condition)
            yield return Error("method", "HEAD", $"another method, because the condition '{condition}' needs a body");
    }

    private static IEnumerable<IntegrationValidationError> Ranges(HttpCheckSettings settings)
    {
        if (settings.DegradedLatencyMs is not (null or (>= 1 and <= 300_000)))
            yield return Error("degradedLatencyMs", Text(settings.DegradedLatencyMs.Value), "1 to 300000");
        if (settings.TlsExpiryWarningDays is < 0 or > 365)
            yield return Error("tlsExpiryWarningDays", Text(settings.TlsExpiryWarningDays), "0 to 365; 0 is off");
        if (settings.MaxRedirects is < 0 or > 20)
            yield return Error("maxRedirects", Text(settings.MaxRedirects), "0 to 20");
        if (settings.MaxResponseBytes is < 1 or > 16_777_216)
            yield return Error("maxResponseBytes", Text(settings.MaxResponseBytes), "1 to 16777216");
    }

    private static string? ProblemOf(string pattern)
    {
        try
        {
            _ = HttpPlan.CreateRegex(pattern);
            return null;
        }
        catch (Exception exception) when (exception is RegexParseException or NotSupportedException)
        {
            return exception.Message;
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static IntegrationValidationError Error(string field, string? value, string allowed) =>
        new("settings." + field, $"settings.{field} is '{value}'; allowed is {allowed}.");
}
