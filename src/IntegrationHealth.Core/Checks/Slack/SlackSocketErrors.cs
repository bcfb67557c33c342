using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Slack;

/// <summary>
/// What Slack answers to <c>apps.connections.open</c> (docs.slack.dev/reference/methods/apps.connections.open). The token is the
/// application's own: whatever is wrong with it, no owner can mend it by connecting again.
/// </summary>
internal static class SlackSocketErrors
{
    private const string Token = "Slack does not accept the application's app-level token. Its developers have to store a new one.";
    private const string Scope = "The application's app-level token may not open connections for events: it needs connections:write. Its developers have to make another.";
    private const string Kind = "The token stored for events is no app-level token. The application's developers have to store the one that begins with xapp.";
    private const string Off = "Slack delivers no events to this application: it is switched off or barred. Its developers have to look into its settings at Slack.";
    private const string Policy = "An administrator of the Slack workspace or network does not allow connections for events. Ask your administrator to allow it.";
    private const string Down = "Slack has a fault of its own at the moment and delivers no events. There is nothing for you to do.";
    private const string Ours = "Slack does not understand how this application asks for events. Its developers have to correct it.";
    private const string Busy = "Slack asks for fewer requests for the moment.";

    public static VendorApi Api { get; } = new()
    {
        Name = "Slack",
        DocsUrl = "https://docs.slack.dev/reference/methods/apps.connections.open",
        ReadCodes = SlackErrors.Codes,
        Errors =
        [
            .. Lines(FailureKind.Misconfigured, Token, "invalid_auth", "token_revoked", "token_expired", "not_authed", "missing_args"),
            .. Lines(FailureKind.Misconfigured, Scope, "missing_scope", "no_permission"),
            .. Lines(FailureKind.Misconfigured, Kind, "not_allowed_token_type"),
            .. Lines(FailureKind.Misconfigured, Off, "account_inactive", "forbidden_team", "team_access_not_granted"),
            .. Lines(FailureKind.Misconfigured, Ours, "insecure_request", "request_timeout", "deprecated_endpoint", "method_deprecated", "missing_post_type", "invalid_*"),
            .. Lines(FailureKind.AdminPolicy, Policy, "access_denied", "accesslimited", "ekm_access_denied", "enterprise_is_restricted", "two_factor_setup_required"),
            .. Lines(FailureKind.RateLimited, Busy, "ratelimited", "rate_limited"),
            .. Lines(FailureKind.ProviderOutage, Down, "fatal_error", "internal_error", "service_unavailable", "org_login_required", "team_added_to_org"),
            .. ((int[])[500, 502, 503, 504]).Select(status => new VendorError(status, null, FailureKind.ProviderOutage, Down) { Confidence = Confidence.Medium }),
            // A status without a code says nothing of the token; and never a word of reconnecting.
            new(401, null, FailureKind.Misconfigured, Token) { Confidence = Confidence.Medium },
        ],
    };

    private static VendorError[] Lines(FailureKind kind, string message, params string[] codes) =>
        [.. codes.Select(code => new VendorError(null, code, kind, message))];
}
