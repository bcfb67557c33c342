using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Presets;
using static IntegrationHealth.Checks.FailureKind;

namespace IntegrationHealth.Tests.Checks.ErrorTables;

/// <summary>The shorter tables, each beside its vendor's page.</summary>
public sealed class PresetErrorTableTests
{
    [Fact]
    public Task Stripe_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        Stripe.Preset.Definition, address => new StripeSettings { BaseAddress = address }, "docs.stripe.com",
        [
            new(401, """{"error":{"message":"Invalid API Key provided: sk_test_***","type":"invalid_request_error"}}""", AuthenticationRevoked, "invalid_request_error", Confidence.Medium),
            new(401, """{"error":{"code":"api_key_expired","message":"Expired API Key provided","type":"invalid_request_error"}}""", AuthenticationExpired, "api_key_expired"),
            new(403, """{"error":{"message":"The provided key does not have the required permissions.","type":"invalid_request_error"}}""", InsufficientScope, "invalid_request_error"),
            new(403, """{"error":{"code":"account_invalid","message":"revoked","type":"invalid_request_error"}}""", AuthenticationRevoked, "account_invalid"),
            new(424, """{"error":{"message":"x","type":"api_error"}}""", ProviderOutage, "api_error"),
            new(429, """{"error":{"code":"rate_limit","message":"x","type":"invalid_request_error"}}""", RateLimited, "rate_limit"),
            new(429, """{"error":{"code":"lock_timeout","message":"x","type":"invalid_request_error"}}""", RateLimited, "lock_timeout"),
            new(429, "{}", RateLimited, null) { Headers = [("Retry-After", "2")], RetryAfter = TimeSpan.FromSeconds(2) },
            new(400, """{"error":{"message":"x","type":"invalid_request_error"}}""", Misconfigured, "invalid_request_error"),
            new(500, """{"error":{"message":"x","type":"api_error"}}""", ProviderOutage, "api_error", Confidence.Medium),
            new(503, "", ProviderOutage, null, Confidence.Medium),
        ]);

    [Fact]
    public Task HubSpot_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        HubSpot.Preset.Definition, address => new ApiSettings { BaseAddress = address }, "developers.hubspot.com",
        [
            new(401, """{"status":"error","message":"The OAuth token used to make this call expired 12 second(s) ago.","correlationId":"a","category":"EXPIRED_AUTHENTICATION","context":{"expire time":["2026-01-01T11:59:48Z"]}}""", AuthenticationExpired, "EXPIRED_AUTHENTICATION"),
            new(401, """{"status":"error","message":"x","correlationId":"a","category":"INVALID_AUTHENTICATION"}""", AuthenticationRevoked, "INVALID_AUTHENTICATION", Confidence.Medium),
            new(401, """{"status":"error","message":"x","category":"INVALID_AUTHENTICATION"}""", AuthenticationExpired, "INVALID_AUTHENTICATION", Confidence.Low) { TokenEndsIn = null },
            new(403, """{"status":"error","message":"x","correlationId":"a","category":"MISSING_SCOPES"}""", InsufficientScope, "MISSING_SCOPES"),
            new(429, """{"status":"error","message":"x","errorType":"RATE_LIMIT","correlationId":"a","policyName":"TEN_SECONDLY_ROLLING","category":"RATE_LIMITS"}""", RateLimited, "RATE_LIMITS") { RetryAfter = TimeSpan.FromSeconds(10) },
            new(429, """{"status":"error","message":"x","correlationId":"a","policyName":"DAILY","category":"RATE_LIMITS"}""", RateLimited, "DAILY") { Party = ResponsibleParty.TenantAdministrator, Says = "private apps of this HubSpot account", RetryAfter = TimeSpan.FromHours(1) },
            new(400, """{"status":"BAD_REFRESH_TOKEN","message":"missing or unknown refresh token","correlationId":"a"}""", AuthenticationRevoked, "BAD_REFRESH_TOKEN"),
            new(500, "{}", ProviderOutage, null, Confidence.Medium),
            new(400, """{"status":"error","message":"x","category":"NOVELTY"}""", Unknown, "NOVELTY", Confidence.Low),
        ]);

    [Fact]
    public Task Salesforce_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        Salesforce.Preset.Definition, address => new SalesforceSettings { InstanceUrl = "https://acme.my.salesforce.com", BaseAddress = address }, "developer.salesforce.com",
        [
            new(401, Salesforces("INVALID_SESSION_ID"), AuthenticationRevoked, "INVALID_SESSION_ID", Confidence.Medium),
            new(401, Salesforces("INVALID_SESSION_ID"), AuthenticationExpired, "INVALID_SESSION_ID") { TokenEndsIn = -1 },
            new(401, Salesforces("INVALID_SESSION_ID"), AuthenticationExpired, "INVALID_SESSION_ID", Confidence.Low) { TokenEndsIn = null },
            new(403, Salesforces("REQUEST_LIMIT_EXCEEDED"), RateLimited, "REQUEST_LIMIT_EXCEEDED") { Party = ResponsibleParty.TenantAdministrator, RetryAfter = TimeSpan.FromHours(1) },
            new(403, Salesforces("API_DISABLED_FOR_ORG"), AdminPolicy, "API_DISABLED_FOR_ORG"),
            new(403, Salesforces("API_CURRENTLY_DISABLED"), AdminPolicy, "API_CURRENTLY_DISABLED"),
            new(403, Salesforces("INSUFFICIENT_ACCESS"), InsufficientScope, "INSUFFICIENT_ACCESS"),
            new(404, Salesforces("NOT_FOUND"), Misconfigured, "NOT_FOUND"),
            new(404, "", Misconfigured, null, Confidence.Medium) { Says = "has moved" },
            new(404, "<html><title>URL No Longer Exists</title></html>", Misconfigured, null, Confidence.Medium) { Says = "has moved" },
            new(420, "{}", Misconfigured, null, Confidence.Medium) { Says = "has moved" },
            new(420, "", Misconfigured, null, Confidence.Medium) { Says = "has moved" },
            new(420, "<html><body>No route</body></html>", Misconfigured, null, Confidence.Medium) { Says = "has moved" },
            new(500, Salesforces("UNKNOWN_EXCEPTION"), ProviderOutage, "UNKNOWN_EXCEPTION", Confidence.Medium),
            new(503, Salesforces("SERVER_UNAVAILABLE"), ProviderOutage, "SERVER_UNAVAILABLE"),
            new(400, Salesforces("NOVELTY"), Unknown, "NOVELTY", Confidence.Low),
        ]);

    [Fact]
    public Task Notion_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        Notion.Preset.Definition, address => new ApiSettings { BaseAddress = address }, "developers.notion.com",
        [
            new(401, Notions(401, "unauthorized"), AuthenticationRevoked, "unauthorized", Confidence.Medium),
            new(401, Notions(401, "unauthorized"), AuthenticationExpired, "unauthorized") { TokenEndsIn = -1 },
            new(401, Notions(401, "unauthorized"), AuthenticationExpired, "unauthorized", Confidence.Low) { TokenEndsIn = null },
            new(403, Notions(403, "restricted_resource"), InsufficientScope, "restricted_resource"),
            new(404, Notions(404, "object_not_found"), InsufficientScope, "object_not_found", Confidence.Medium),
            new(400, Notions(400, "missing_version"), Misconfigured, "missing_version"),
            new(400, Notions(400, "validation_error"), Misconfigured, "validation_error"),
            new(429, Notions(429, "rate_limited"), RateLimited, "rate_limited") { Headers = [("Retry-After", "7")], RetryAfter = TimeSpan.FromSeconds(7) },
            new(529, Notions(529, "service_overload"), ProviderOutage, "service_overload"),
            new(500, Notions(500, "internal_server_error"), ProviderOutage, "internal_server_error"),
            new(503, Notions(503, "service_unavailable"), ProviderOutage, "service_unavailable"),
            new(503, Notions(503, "database_connection_unavailable"), ProviderOutage, "database_connection_unavailable"),
            new(504, Notions(504, "gateway_timeout"), ProviderOutage, "gateway_timeout"),
            new(400, Notions(400, "novelty"), Unknown, "novelty", Confidence.Low),
        ]);

    [Fact]
    public Task Jira_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        Jira.Preset.Definition, address => new JiraSettings { CloudId = "1324a887", BaseAddress = address }, "developer.atlassian.com",
        [
            new(401, """{"code":401,"message":"Unauthorized; scope does not match"}""", InsufficientScope, "scope-does-not-match"),
            new(401, """{"code":401,"message":"Unauthorized"}""", AuthenticationRevoked, "401", Confidence.Medium),
            new(401, """{"code":401,"message":"Unauthorized"}""", AuthenticationExpired, "401") { TokenEndsIn = -1 },
            new(403, """{"errorMessages":["x"],"errors":{}}""", InsufficientScope, null, Confidence.Medium),
            new(404, """{"errorMessages":["No message available"],"errors":{}}""", Misconfigured, null, Confidence.Medium) { Party = ResponsibleParty.Owner },
            new(429, """{"code":429,"message":"Rate limit exceeded"}""", RateLimited, "429")
            {
                Headers = [("Retry-After", "33"), ("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "2026-01-01T12:01Z"), ("RateLimit-Reason", "jira-burst-based")],
                RetryAfter = TimeSpan.FromSeconds(33),
            },
            new(500, "{}", ProviderOutage, null, Confidence.Medium),
            new(503, """{"code":503,"message":"x"}""", ProviderOutage, "503", Confidence.Medium) { Headers = [("Retry-After", "3")], RetryAfter = TimeSpan.FromSeconds(3) },
        ]);

    private static string Salesforces(string code) => $$"""[{"message":"Said in words.","errorCode":"{{code}}"}]""";

    private static string Notions(int status, string code) =>
        $$"""{"object":"error","status":{{status}},"code":"{{code}}","message":"Said in words.","request_id":"9f4e"}""";
}
