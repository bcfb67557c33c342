using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Tests.Checks.Http;
using static IntegrationHealth.Checks.FailureKind;

namespace IntegrationHealth.Tests.Checks.ErrorTables;

/// <summary>docs.github.com/en/rest: no codes; headers and documented sentences tell.</summary>
public sealed class GitHubErrorTableTests
{
    private static readonly (string, string)[] UsedUp =
        [("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", $"{HttpProbe.Now.AddMinutes(17).ToUnixTimeSeconds()}")];

    [Fact]
    public Task GitHub_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        GitHub.Preset.Definition, address => new ApiSettings { BaseAddress = address }, "docs.github.com",
        [
            Says(401, "Bad credentials", AuthenticationRevoked, "bad-credentials", Confidence.Medium),
            Says(401, "Bad credentials", AuthenticationExpired, "bad-credentials") with { TokenEndsIn = -1 },
            Says(401, "Bad credentials", AuthenticationExpired, "bad-credentials", Confidence.Low) with { TokenEndsIn = null },
            // Used-up quota beside a bad token: the token is the finding.
            Says(401, "Bad credentials", AuthenticationRevoked, "bad-credentials", Confidence.Medium) with { Headers = UsedUp },
            Says(403, "API rate limit exceeded for user ID 583231.", RateLimited, "x-ratelimit-remaining") with { Headers = UsedUp, RetryAfter = TimeSpan.FromMinutes(17) },
            Says(429, "API rate limit exceeded for user ID 583231.", RateLimited, "x-ratelimit-remaining") with { Headers = UsedUp, RetryAfter = TimeSpan.FromMinutes(17) },
            Says(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", RateLimited, "secondary-rate-limit") with { RetryAfter = TimeSpan.FromMinutes(1) },
            Says(429, "You have exceeded a secondary rate limit.", RateLimited, "secondary-rate-limit") with { Headers = [("Retry-After", "90")], RetryAfter = TimeSpan.FromSeconds(90) },
            Says(403, "Maximum number of login attempts exceeded. Please try again later.", RateLimited, "login-attempts") with { RetryAfter = TimeSpan.FromMinutes(15) },
            Says(403, "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.", AdminPolicy, "x-github-sso") with
            {
                Party = ResponsibleParty.Owner, Says = "https://github.com/orgs/octo/sso?authorization_request=AZ", Headers = [("X-GitHub-SSO", "required; url=https://github.com/orgs/octo/sso?authorization_request=AZ")],
            },
            Says(403, "Resource not accessible by integration", InsufficientScope, "resource-not-accessible"),
            Says(403, "Resource not accessible by personal access token", InsufficientScope, "resource-not-accessible"),
            Says(403, "Although you appear to have the correct authorization credentials, the `octo` organization has enabled OAuth App access restrictions", AdminPolicy, "oauth-app-restricted"),
            new(500, "", ProviderOutage, null, Confidence.Medium),
            new(502, """{"message":"Server Error"}""", ProviderOutage, null, Confidence.Medium),
            new(503, """{"message":"Bad credentials"}""", ProviderOutage, "bad-credentials", Confidence.Medium),
        ]);

    private static DocumentedAnswer Says(int status, string message, FailureKind kind, string code, Confidence confidence = Confidence.High) =>
        new(status, $$"""{"message":"{{message}}","documentation_url":"https://docs.github.com/rest","status":"{{status}}"}""", kind, code, confidence);
}
