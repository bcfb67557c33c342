using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Google;
using static IntegrationHealth.Checks.FailureKind;

namespace IntegrationHealth.Tests.Checks.ErrorTables;

/// <summary>developers.google.com/workspace/gmail/api/guides/handle-errors and the same page of Calendar.</summary>
public sealed class GoogleErrorTableTests
{
    private const string UserInfo = """{"error":"invalid_request","error_description":"Invalid Credentials"}""";

    /// <summary>What both services answer.</summary>
    private static readonly DocumentedAnswer[] Shared =
    [
        new(401, Body(401, "authError", "Invalid Credentials"), AuthenticationRevoked, "authError", Confidence.Medium),
        new(401, Body(401, "authError", "Invalid Credentials"), AuthenticationExpired, "authError") { TokenEndsIn = -5 },
        new(401, Body(401, "authError", "Invalid Credentials"), AuthenticationExpired, "authError", Confidence.Low) { TokenEndsIn = null },
        new(401, """{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}""", AuthenticationRevoked, "UNAUTHENTICATED", Confidence.Medium),
        new(401, Body(401, "required", "Login Required."), AuthenticationRevoked, "required", Confidence.Medium),
        // OpenID's userinfo.
        new(401, UserInfo, AuthenticationRevoked, "invalid_request", Confidence.Medium),
        new(401, UserInfo, AuthenticationExpired, "invalid_request") { TokenEndsIn = -5 },
        new(401, UserInfo, AuthenticationExpired, "invalid_request", Confidence.Low) { TokenEndsIn = null },
        new(400, UserInfo, Misconfigured, "invalid_request", Confidence.Medium),
        new(403, Body(403, "insufficientPermissions", "Insufficient Permission"), InsufficientScope, "insufficientPermissions"),
        new(403, """{"error":{"code":403,"message":"Request had insufficient authentication scopes.","status":"PERMISSION_DENIED","errors":[{"domain":"global","reason":"insufficientPermissions","message":"Insufficient Permission"}],"details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT","domain":"googleapis.com"}]}}""", InsufficientScope, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
        new(403, Body(403, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits"), RateLimited, "rateLimitExceeded"),
        new(403, Body(403, "userRateLimitExceeded", "User Rate Limit Exceeded", "usageLimits"), RateLimited, "userRateLimitExceeded"),
        new(403, Body(403, "quotaExceeded", "Calendar usage limits exceeded.", "usageLimits"), RateLimited, "quotaExceeded"),
        new(403, Body(403, "dailyLimitExceeded", "Daily Limit Exceeded", "usageLimits"), RateLimited, "dailyLimitExceeded")
        {
            Party = ResponsibleParty.Developer, RetryAfter = TimeSpan.FromHours(1),
        },
        new(403, Body(403, "domainPolicy", "The domain administrators have disabled Gmail apps."), AdminPolicy, "domainPolicy"),
        new(403, Body(403, "forbiddenForServiceAccounts", "Service accounts cannot invite attendees."), AdminPolicy, "forbiddenForServiceAccounts"),
        new(403, Body(403, "accessNotConfigured", "Gmail API has not been used in project 1 before or it is disabled.", "usageLimits"), Misconfigured, "accessNotConfigured"),
        new(403, """{"error":{"code":403,"message":"disabled","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SERVICE_DISABLED"}]}}""", Misconfigured, "SERVICE_DISABLED"),
        new(429, Body(429, "rateLimitExceeded", "Too many concurrent requests for user", "usageLimits"), RateLimited, "rateLimitExceeded"),
        new(429, """{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}""", RateLimited, "RESOURCE_EXHAUSTED") { Headers = [("Retry-After", "120")], RetryAfter = TimeSpan.FromSeconds(120) },
        new(429, Body(429, "userRateLimitExceeded", "User-rate limit exceeded.  Retry after 2026-01-01T12:15:00.000Z"), RateLimited, "userRateLimitExceeded") { RetryAfter = TimeSpan.FromMinutes(15) },
        new(500, Body(500, "backendError", "Backend Error"), ProviderOutage, "backendError"),
        new(502, "{}", ProviderOutage, null, Confidence.Medium),
        new(503, Body(503, "backendError", "Backend Error"), ProviderOutage, "backendError"),
        new(504, "", ProviderOutage, null, Confidence.Medium),
        // A failing server's word proves nothing about a credential, and a reason of tomorrow is not guessed at.
        new(503, Body(503, "authError", "Invalid Credentials"), ProviderOutage, "authError", Confidence.Medium),
        new(403, Body(403, "somethingNew", "New"), Unknown, "somethingNew", Confidence.Low),
    ];

    [Fact]
    public Task Gmail_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        GmailProvider.Definition, address => new GmailSettings { BaseAddress = address }, "google.com",
        [
            .. Shared,
            new(400, Body(400, "failedPrecondition", "Mail service not enabled"), AccountSuspended, "failedPrecondition"),
            new(404, Body(404, "notFound", "Not Found"), Misconfigured, "notFound"),
        ]);

    [Fact]
    public Task GoogleCalendar_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        GoogleCalendarProvider.Definition, address => new GoogleCalendarSettings { BaseAddress = address }, "google.com",
        [
            .. Shared,
            new(404, Body(404, "notFound", "Not Found"), Misconfigured, "notFound") { Party = ResponsibleParty.Owner, Says = "shared" },
        ]);

    private static string Body(int code, string reason, string message, string domain = "global") =>
        $$$"""{"error":{"errors":[{"domain":"{{{domain}}}","reason":"{{{reason}}}","message":"{{{message}}}"}],"code":{{{code}}},"message":"{{{message}}}"}}""";
}
