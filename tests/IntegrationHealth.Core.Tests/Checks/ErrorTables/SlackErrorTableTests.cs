using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Slack;
using static IntegrationHealth.Checks.FailureKind;

namespace IntegrationHealth.Tests.Checks.ErrorTables;

/// <summary>docs.slack.dev/reference/methods/auth.test: everything is said with 200.</summary>
public sealed class SlackErrorTableTests
{
    [Fact]
    public Task Slack_DocumentedAnswers_MeanOneThingEach() => ErrorTable.VerifyAsync(
        SlackProvider.Definition, address => new SlackSettings { BaseAddress = address }, "docs.slack.dev",
        [
            Says("not_authed", Misconfigured),
            Says("invalid_auth", AuthenticationRevoked, Confidence.Medium) with { Says = "network address" },
            Says("token_revoked", AuthenticationRevoked),
            Says("token_expired", AuthenticationExpired),
            Says("account_inactive", AccountSuspended),
            new(200, """{"ok":false,"error":"missing_scope","needed":"chat:write","provided":"users:read"}""", InsufficientScope, "missing_scope") { Says = "chat:write" },
            Says("no_permission", InsufficientScope),
            Says("team_access_not_granted", InsufficientScope),
            Says("not_allowed_token_type", Misconfigured),
            Says("org_login_required", ProviderOutage),
            Says("team_added_to_org", ProviderOutage),
            Says("ekm_access_denied", AdminPolicy),
            Says("access_denied", AdminPolicy),
            Says("accesslimited", AdminPolicy),
            Says("enterprise_is_restricted", AdminPolicy),
            Says("two_factor_setup_required", AdminPolicy),
            Says("ratelimited", RateLimited) with { Status = 429, Headers = [("Retry-After", "30")], RetryAfter = TimeSpan.FromSeconds(30) },
            Says("fatal_error", ProviderOutage),
            Says("internal_error", ProviderOutage),
            Says("service_unavailable", ProviderOutage),
            // "The POST data was either missing or truncated": no time-out.
            Says("request_timeout", Misconfigured),
            Says("invalid_arguments", Misconfigured),
            Says("invalid_arg_name", Misconfigured),
            Says("invalid_array_arg", Misconfigured),
            Says("invalid_charset", Misconfigured),
            Says("invalid_form_data", Misconfigured),
            Says("invalid_post_type", Misconfigured),
            Says("missing_post_type", Misconfigured),
            Says("deprecated_endpoint", Misconfigured),
            Says("method_deprecated", Misconfigured),
            Says("invalid_refresh_token", AuthenticationRevoked),
            Says("invalid_grant", AuthenticationRevoked),
            Says("a_word_of_tomorrow", Unknown, Confidence.Low),
            Says("token_revoked", ProviderOutage, Confidence.Medium) with { Status = 503 },
            new(500, "", ProviderOutage, null, Confidence.Medium),
            new(200, """{"ok":false}""", Unknown, "ok_false", Confidence.Low),
        ]);

    private static DocumentedAnswer Says(string error, FailureKind kind, Confidence confidence = Confidence.High) =>
        new(200, $$"""{"ok":false,"error":"{{error}}"}""", kind, error, confidence);
}
