using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Google;

/// <summary>
/// What Google's APIs answer (developers.google.com/workspace/gmail/api/guides/handle-errors and the same page of Calendar). Read the reason
/// from <c>error.errors[].reason</c> and <c>error.details[].reason</c>; <c>error.status</c> says less.
/// </summary>
internal static partial class GoogleErrors
{
    private const string Gone = "Google no longer accepts this connection. Reconnect it to go on.";
    private const string Busy = "Google asks for fewer requests for the moment. The connection itself works.";
    private const string Down = "Google has a fault of its own at the moment. There is nothing for you to do.";
    private const string Scope = "Google says that a permission is missing. Reconnect and allow what is asked for.";
    private const string Policy = "Your organisation's administrator does not allow this. Ask your administrator to allow it.";
    private const string Off = "This application may not use this Google service yet: its developers have to switch it on in their Google project.";
    private const string Registration = "Google does not accept this application's registration. Its developers have to correct it.";

    private const string OAuthDocs = "https://developers.google.com/identity/protocols/oauth2#expiration";

    /// <summary>The lines that all Google services share.</summary>
    private static readonly VendorError[] Shared =
    [
        // Google says the same of an ended and of a revoked token, and of some missing scopes: never certain after one answer.
        new(401, "authError", FailureKind.AuthenticationRevoked, Gone) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
        new(401, "UNAUTHENTICATED", FailureKind.AuthenticationRevoked, Gone) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
        new(401, "required", FailureKind.AuthenticationRevoked, Gone) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
        // OpenID's userinfo says it in the words of a token endpoint; a token endpoint itself says invalid_request with 400.
        new(401, "invalid_request", FailureKind.AuthenticationRevoked, Gone) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
        new(401, "invalid_token", FailureKind.AuthenticationRevoked, Gone) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
        new(null, "insufficientPermissions", FailureKind.InsufficientScope, Scope),
        new(null, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", FailureKind.InsufficientScope, Scope),
        new(null, "rateLimitExceeded", FailureKind.RateLimited, Busy),
        new(null, "userRateLimitExceeded", FailureKind.RateLimited, Busy),
        new(null, "RATE_LIMIT_EXCEEDED", FailureKind.RateLimited, Busy),
        new(null, "RESOURCE_EXHAUSTED", FailureKind.RateLimited, Busy),
        new(null, "quotaExceeded", FailureKind.RateLimited, Busy),
        new(null, "dailyLimitExceeded", FailureKind.RateLimited, "This application has used up what Google allows it a day. It works again tomorrow.")
        {
            RetryAfter = TimeSpan.FromHours(1),
            ResponsibleParty = ResponsibleParty.Developer,
            LimitScope = LimitScope.Client,
        },
        new(null, "domainPolicy", FailureKind.AdminPolicy, Policy),
        new(null, "admin_policy_enforced", FailureKind.AdminPolicy, Policy) { DocsUrl = OAuthDocs },
        new(null, "forbiddenForServiceAccounts", FailureKind.AdminPolicy, Policy),
        new(null, "accessNotConfigured", FailureKind.Misconfigured, Off),
        new(null, "SERVICE_DISABLED", FailureKind.Misconfigured, Off),
        new(null, "backendError", FailureKind.ProviderOutage, Down),
        new(500, null, FailureKind.ProviderOutage, Down) { Confidence = Confidence.Medium },
        new(502, null, FailureKind.ProviderOutage, Down) { Confidence = Confidence.Medium },
        new(503, null, FailureKind.ProviderOutage, Down) { Confidence = Confidence.Medium },
        new(504, null, FailureKind.ProviderOutage, Down) { Confidence = Confidence.Medium },
        // The token endpoint, oauth2.googleapis.com/token.
        new(null, "invalid_grant", FailureKind.AuthenticationRevoked, Gone) { DocsUrl = OAuthDocs },
        new(null, "invalid_rapt", FailureKind.AuthenticationRevoked, "Your organisation asks you to sign in to Google again. Reconnect it to go on.")
        {
            DocsUrl = OAuthDocs,
        },
        new(null, "invalid_client", FailureKind.Misconfigured, Registration) { DocsUrl = OAuthDocs },
        new(null, "deleted_client", FailureKind.Misconfigured, Registration) { DocsUrl = OAuthDocs },
    ];

    public static VendorApi Gmail { get; } = Api("Gmail", "https://developers.google.com/workspace/gmail/api/guides/handle-errors",
        new VendorError(400, "failedPrecondition", FailureKind.AccountSuspended, "Gmail is not switched on for this account, or the account is suspended."),
        new VendorError(400, "FAILED_PRECONDITION", FailureKind.AccountSuspended, "Gmail is not switched on for this account, or the account is suspended.")
        {
            Confidence = Confidence.Medium,
        },
        new VendorError(404, "notFound", FailureKind.Misconfigured, "There is no Gmail at the address that is set up. Its developers have to correct it."));

    public static VendorApi Calendar { get; } = Api("Google Calendar", "https://developers.google.com/workspace/calendar/api/guides/errors",
        new VendorError(404, "notFound", FailureKind.Misconfigured,
            "This calendar is no longer there, or no longer shared with this account. Choose another, or ask for it to be shared again.")
        {
            ResponsibleParty = ResponsibleParty.Owner,
        });

    private static VendorApi Api(string name, string docsUrl, params VendorError[] own) => new()
    {
        Name = name,
        DocsUrl = docsUrl,
        Errors = [.. own, .. Shared],
        ReadCodes = Codes,
        Refine = WithRetryTime,
    };

    private static IEnumerable<string?> Codes(JsonElement body)
    {
        if (Text(body, "error_subtype") is { } subtype)
            yield return subtype;
        if (!body.TryGetProperty("error", out var error))
            yield break;
        if (error.ValueKind == JsonValueKind.String)
            yield return error.GetString();
        if (error.ValueKind != JsonValueKind.Object)
            yield break;

        foreach (var list in (string[])["details", "errors"])
        {
            if (!error.TryGetProperty(list, out var items) || items.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var item in items.EnumerateArray())
                yield return Text(item, "reason");
        }

        yield return Text(error, "status");
    }

    /// <summary>Google writes the time into the message: "User-rate limit exceeded.  Retry after 2026-01-01T12:15:00.000Z".</summary>
    private static CheckResult WithRetryTime(CheckResult result, JsonElement body, HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (result.Failure?.Kind != FailureKind.RateLimited || result.RetryAfter is not null
            || !body.TryGetProperty("error", out var error) || Text(error, "message") is not { } message
            || RetryTime().Match(message) is not { Success: true } match
            || !DateTimeOffset.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return result;
        }

        return at > now && at - now <= TimeSpan.FromDays(1) ? result with { RetryAfter = at - now } : result;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    [GeneratedRegex(@"Retry after (\d{4}-\d\d-\d\dT[\d:.]+Z)", RegexOptions.CultureInvariant)]
    private static partial Regex RetryTime();
}
