using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Presets;
using static IntegrationHealth.Checks.FailureKind;

namespace IntegrationHealth.Tests.Checks.ErrorTables;

/// <summary>learn.microsoft.com/graph/errors: the innermost code counts, and no message.</summary>
public sealed class MicrosoftGraphErrorTableTests
{
    private const string Challenge = """Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ==" """;

    [Fact]
    public Task MicrosoftGraph_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        MicrosoftGraph.Preset.Definition, address => new MicrosoftGraphSettings { BaseAddress = address }, "learn.microsoft.com",
        [
            Says(401, "InvalidAuthenticationToken", AuthenticationRevoked, Confidence.Medium),
            Says(401, "InvalidAuthenticationToken", AuthenticationExpired) with { TokenEndsIn = -1 },
            Says(401, "InvalidAuthenticationToken", AuthenticationExpired, Confidence.Low) with { TokenEndsIn = null },
            Says(401, "InvalidAuthenticationToken", AuthenticationRevoked) with { Code = "claims", Headers = [("WWW-Authenticate", Challenge)] },
            Says(403, "Forbidden", AdminPolicy) with { Code = "claims", Headers = [("WWW-Authenticate", Challenge)] },
            Says(403, "accessDenied", InsufficientScope),
            Says(403, "Authorization_RequestDenied", InsufficientScope),
            Says(403, "ErrorAccessDenied", InsufficientScope),
            Says(403, "extensionError", AdminPolicy),
            Says(404, "extensionError", AdminPolicy),
            Says(404, "MailboxNotEnabledForRESTAPI", AccountSuspended),
            new(403, """{"error":{"code":"Forbidden","message":"x","innerError":{"code":"MailboxNotEnabledForRESTAPI","request-id":"1"}}}""", AccountSuspended, "MailboxNotEnabledForRESTAPI"),
            new(402, """{"error":{"message":"x"}}""", AccountSuspended, null, Confidence.Medium),
            Says(429, "TooManyRequests", RateLimited) with { Headers = [("Retry-After", "12")], RetryAfter = TimeSpan.FromSeconds(12) },
            Says(429, "activityLimitReached", RateLimited),
            new(509, "", RateLimited, null),
            Says(503, "serviceNotAvailable", ProviderOutage) with { Headers = [("Retry-After", "5")], RetryAfter = TimeSpan.FromSeconds(5) },
            new(500, "{}", ProviderOutage, null, Confidence.Medium),
            new(504, "", ProviderOutage, null, Confidence.Medium),
            Says(503, "InvalidAuthenticationToken", ProviderOutage, Confidence.Medium),
            Says(400, "somethingNew", Unknown, Confidence.Low),
        ]);

    private static DocumentedAnswer Says(int status, string code, FailureKind kind, Confidence confidence = Confidence.High) => new(status,
        $$$$"""{"error":{"code":"{{{{code}}}}","message":"Said in words.","innerError":{"date":"2026-01-01T12:00:00","request-id":"b8c1"}}}""", kind, code, confidence);
}
