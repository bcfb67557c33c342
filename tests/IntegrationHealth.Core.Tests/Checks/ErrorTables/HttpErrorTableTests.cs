using IntegrationHealth.Checks;
using IntegrationHealth.Tests.Checks.Http;
using static IntegrationHealth.Checks.FailureKind;

namespace IntegrationHealth.Tests.Checks.ErrorTables;

/// <summary>The table of docs/providers/http.md, over a real connection: kind, action and whose move it is.</summary>
public sealed class HttpErrorTableTests : IDisposable
{
    private const string Page = "<html><body>Sign in</body></html>";

    private readonly HttpProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task Http_DocumentedAnswers_MeanOneThingEach()
    {
        DocumentedAnswer[] table =
        [
            new(401, "{}", AuthenticationRevoked, null, Confidence.Medium),
            new(401, "", AuthenticationRevoked, null, Confidence.Medium),
            new(401, "{}", AuthenticationExpired, null, Confidence.Medium) { TokenEndsIn = -1 },
            new(401, "{}", AuthenticationExpired, null, Confidence.Low) { TokenEndsIn = null },
            new(401, "{}", AuthenticationRevoked, "invalid_token", Confidence.Medium) { Headers = [("WWW-Authenticate", "Bearer error=\"invalid_token\"")] },
            new(401, "{}", AuthenticationExpired, "invalid_token") { Headers = [("WWW-Authenticate", "Bearer error=\"invalid_token\"")], TokenEndsIn = -1 },
            new(403, "{}", InsufficientScope, "insufficient_scope") { Headers = [("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"mail.read\"")], Says = "mail.read" },
            new(400, "{}", Misconfigured, "invalid_request", Confidence.Medium) { Headers = [("WWW-Authenticate", "Bearer error=\"invalid_request\"")] },
            new(400, """{"error":"invalid_grant"}""", AuthenticationRevoked, "invalid_grant"),
            new(400, """{"error":"invalid_client"}""", Misconfigured, "invalid_client"),
            new(400, """{"error":"consent_required"}""", AuthenticationRevoked, "consent_required", Confidence.Medium),
            new(401, """{"error":"token_expired"}""", AuthenticationExpired, "token_expired"),
            new(401, Page, InvalidResponse, null, Confidence.Low),
            new(403, "{}", AdminPolicy, null, Confidence.Medium),
            new(403, Page, AdminPolicy, null, Confidence.Low),
            new(403, "{}", RateLimited, null, Confidence.Medium) { Headers = [("X-RateLimit-Remaining", "0")] },
            new(402, "{}", AccountSuspended, null, Confidence.Medium),
            new(400, """{"error":"payment_required"}""", AccountSuspended, "payment_required"),
            new(404, "{}", Misconfigured, null, Confidence.Medium),
            new(406, "{}", Misconfigured, null, Confidence.Medium),
            new(410, "{}", Misconfigured, null, Confidence.Medium),
            new(451, "{}", AdminPolicy, null, Confidence.Medium),
            new(408, "{}", FailureKind.Timeout, null, Confidence.Medium),
            new(429, "{}", RateLimited, null) { Headers = [("Retry-After", "30")], RetryAfter = TimeSpan.FromSeconds(30) },
            new(429, "{}", RateLimited, null) { Headers = [("Retry-After", "Thu, 01 Jan 2026 12:01:00 GMT")], RetryAfter = TimeSpan.FromMinutes(1) },
            new(500, """{"error":"invalid_grant"}""", ProviderOutage, "invalid_grant", Confidence.Medium),
            new(503, "{}", ProviderOutage, null, Confidence.Medium) { Headers = [("Retry-After", "5")], RetryAfter = TimeSpan.FromSeconds(5) },
            new(504, "{}", ProviderOutage, null, Confidence.Medium),
            new(529, "{}", ProviderOutage, null, Confidence.Medium),
            new(418, "{}", Unknown, null, Confidence.Low),
        ];
        var wrong = new List<string>();
        foreach (var answer in table)
        {
            await using var server = await LocalServer.AnswerAsync(answer.Status, answer.Body, "application/json", answer.Headers);

            var result = await _probe.CheckAsync(server, HttpProbe.Token(answer.TokenEndsIn is { } minutes ? TimeSpan.FromMinutes(minutes) : null));

            var failure = result.Failure!;
            var expected = (answer.Kind, answer.Action, answer.Party, answer.Confidence, answer.Code, answer.RetryAfter);
            var found = (failure.Kind, failure.Action, failure.ResponsibleParty, failure.Confidence, failure.VendorCode, result.RetryAfter);
            if (expected != found || (answer.Says is { } words && !failure.Message.Contains(words, StringComparison.Ordinal)))
                wrong.Add($"{answer.Status} {answer.Body}: expected {expected}, found {found}: {failure.Message}");
        }

        wrong.Should().BeEmpty();
    }
}
