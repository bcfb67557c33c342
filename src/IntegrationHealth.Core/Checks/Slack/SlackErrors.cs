using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Slack;

/// <summary>What Slack answers to <c>auth.test</c> (docs.slack.dev/reference/methods/auth.test): nearly all of it with HTTP 200 and <c>ok:false</c>.</summary>
internal static class SlackErrors
{
    private const string Gone = "Slack no longer accepts this connection. Reconnect it to go on.";
    private const string Refused = "Slack does not accept this connection, or not from this network address. "
        + "Reconnect it, unless your workspace admits only listed addresses.";
    private const string Scope = "Slack says that a permission is missing. Reconnect and allow what is asked for.";
    private const string Workspace = "This app has no access to this Slack workspace. Reconnect it and choose the workspace.";
    private const string Moving = "Slack is moving this workspace to another organisation. It works again afterwards; there is nothing for you to do.";
    private const string Policy = "An administrator of your Slack workspace or network does not allow this. Ask your administrator to allow it.";
    private const string Down = "Slack has a fault of its own at the moment. There is nothing for you to do.";
    private const string Ours = "Slack does not understand how this application asks. Its developers have to correct it.";

    /// <summary>The API of Slack.</summary>
    public static VendorApi Api { get; } = new()
    {
        Name = "Slack",
        DocsUrl = "https://docs.slack.dev/reference/methods/auth.test",
        ReadCodes = Codes,
        Refine = WithNeededScope,
        Errors =
        [
            new(null, "not_authed", FailureKind.Misconfigured, "Slack got no access token. The application's developers have to correct this."),
            new(null, "invalid_auth", FailureKind.AuthenticationRevoked, Refused) { Confidence = Confidence.Medium },
            new(null, "token_revoked", FailureKind.AuthenticationRevoked, Gone),
            new(null, "token_expired", FailureKind.AuthenticationExpired,
                "The access to Slack has run out and was not renewed. Reconnect it if this does not end by itself."),
            new(null, "account_inactive", FailureKind.AccountSuspended, "The Slack user or workspace of this connection was deleted or switched off."),
            new(null, "missing_scope", FailureKind.InsufficientScope, Scope),
            new(null, "no_permission", FailureKind.InsufficientScope, Scope),
            new(null, "team_access_not_granted", FailureKind.InsufficientScope, Workspace),
            new(null, "not_allowed_token_type", FailureKind.Misconfigured, "Slack does not accept this kind of token here. The application's developers have to correct this."),
            // The documentation promises that these end by themselves.
            new(null, "org_login_required", FailureKind.ProviderOutage, Moving),
            new(null, "team_added_to_org", FailureKind.ProviderOutage, Moving),
            new(null, "ekm_access_denied", FailureKind.AdminPolicy, Policy),
            new(null, "access_denied", FailureKind.AdminPolicy, Policy),
            new(null, "accesslimited", FailureKind.AdminPolicy, Policy),
            new(null, "enterprise_is_restricted", FailureKind.AdminPolicy, Policy),
            new(null, "two_factor_setup_required", FailureKind.AdminPolicy, "Your Slack workspace asks for two-factor sign-in, which this user has not set up."),
            new(null, "ratelimited", FailureKind.RateLimited, "Slack asks for fewer requests for the moment. The connection itself works."),
            new(null, "rate_limited", FailureKind.RateLimited, "Slack asks for fewer requests for the moment. The connection itself works."),
            new(null, "fatal_error", FailureKind.ProviderOutage, Down),
            new(null, "internal_error", FailureKind.ProviderOutage, Down),
            new(null, "service_unavailable", FailureKind.ProviderOutage, Down),
            new(500, null, FailureKind.ProviderOutage, Down) { Confidence = Confidence.Medium },
            new(502, null, FailureKind.ProviderOutage, Down) { Confidence = Confidence.Medium },
            new(503, null, FailureKind.ProviderOutage, Down) { Confidence = Confidence.Medium },
            new(504, null, FailureKind.ProviderOutage, Down) { Confidence = Confidence.Medium },
            // Not a timeout: "the POST data was either missing or truncated".
            new(null, "request_timeout", FailureKind.Misconfigured, Ours),
            // invalid_arguments, invalid_charset, invalid_form_data and their like.
            new(null, "invalid_*", FailureKind.Misconfigured, Ours),
            new(null, "missing_post_type", FailureKind.Misconfigured, Ours),
            new(null, "deprecated_endpoint", FailureKind.Misconfigured, Ours),
            new(null, "method_deprecated", FailureKind.Misconfigured, Ours),
            // The token endpoint, oauth.v2.access.
            new(null, "invalid_grant", FailureKind.AuthenticationRevoked, Gone) { DocsUrl = "https://docs.slack.dev/authentication/using-token-rotation" },
            new(null, "invalid_refresh_token", FailureKind.AuthenticationRevoked, Gone) { DocsUrl = "https://docs.slack.dev/authentication/using-token-rotation" },
        ],
    };

    /// <summary>Slack answers 200 and <c>ok:false</c>: an answer that is not ok is a failure, even without a word of why.</summary>
    public static IEnumerable<string?> Codes(JsonElement body) =>
        body.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.False
            ? [Text(body, "error") ?? "ok_false"]
            : [];

    private static CheckResult WithNeededScope(CheckResult result, JsonElement body, HttpResponseHeaders headers, DateTimeOffset now) =>
        result.Failure is { Kind: FailureKind.InsufficientScope } failure && VendorCodes.Clean(Text(body, "needed")) is { } needed
            ? result with { Failure = failure with { Message = $"{failure.Message} Missing is: {needed}." } }
            : result;

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
