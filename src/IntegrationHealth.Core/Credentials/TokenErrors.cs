using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Vendors;
using static IntegrationHealth.Checks.Presets.VendorWords;

namespace IntegrationHealth.Credentials;

/// <summary>
/// What the vendors' token endpoints answer beyond RFC 6749 §5.2, whose codes count after these (<see cref="OAuthErrors"/>). One map a vendor.
/// </summary>
internal static class TokenErrors
{
    private const string SignInAgain = "Your organisation asks you to sign in again. Reconnect it to go on.";
    private const string Suspended = "This account was deleted, locked or switched off.";

    /// <summary>developers.google.com/identity/protocols/oauth2#expiration.</summary>
    public static VendorApi Google { get; } = new()
    {
        Name = "Google",
        DocsUrl = "https://developers.google.com/identity/protocols/oauth2#expiration",
        ReadCodes = body => [Text(body, "error_subtype"), Says(body, "error_description", "Account has been deleted") ? "account-deleted" : null, .. Error(body)],
        Errors =
        [
            new(null, "invalid_rapt", FailureKind.AuthenticationRevoked, SignInAgain),
            new(null, "account-deleted", FailureKind.AccountSuspended, Suspended),
            new(null, "admin_policy_enforced", FailureKind.AdminPolicy, Policy("Google")),
            new(null, "deleted_client", FailureKind.Misconfigured, "Google no longer knows this application. Its developers have to register it again."),
        ],
    };

    /// <summary>
    /// learn.microsoft.com/entra/identity-platform/reference-error-codes. The number says more than <c>error</c>, but Microsoft warns that
    /// numbers change: one that is not here leaves the word to <c>error</c>.
    /// </summary>
    public static VendorApi Microsoft { get; } = new()
    {
        Name = "Microsoft",
        DocsUrl = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
        ReadCodes = body => [.. Numbers(body), .. Error(body)],
        Errors =
        [
            .. Lines(FailureKind.AuthenticationRevoked, "Microsoft no longer accepts this connection. Reconnect it to go on.",
                "70008", "700082", "700084", "50173", "50055", "50144"),
            .. Lines(FailureKind.AccountSuspended, Suspended, "50057", "50053"),
            .. Lines(FailureKind.Misconfigured, "Microsoft knows no such account in this organisation. Connect the right one.", "50034", "50020", "51004"),
            .. Lines(FailureKind.InsufficientScope, Scope("Microsoft"), "65001"),
            .. Lines(FailureKind.AdminPolicy, Policy("Microsoft"), "50105", "53000", "53001", "53002", "53003", "500021", "500022"),
            // A second factor, or a sign-in that is due again: the organisation's rule, and the owner's move.
            .. Lines(FailureKind.AdminPolicy, SignInAgain, "50076", "50079", "50078", "70043")
                .Select(line => line with { Action = RecoveryAction.Reconnect, ResponsibleParty = ResponsibleParty.Owner }),
            .. Lines(FailureKind.Misconfigured, "Microsoft does not accept how this application is registered. Its developers have to correct it.",
                "70001", "700011", "70002", "7000215", "7000222"),
            .. Lines(FailureKind.ProviderOutage, Down("Microsoft"), "50033", "50087"),
        ],
    };

    /// <summary>docs.slack.dev/authentication/using-token-rotation: said with HTTP 200.</summary>
    public static VendorApi Slack { get; } = new()
    {
        Name = "Slack",
        DocsUrl = "https://docs.slack.dev/authentication/using-token-rotation",
        ReadCodes = Error,
        Errors =
        [
            new(null, "invalid_refresh_token", FailureKind.AuthenticationRevoked, Gone("Slack")),
            new(null, "token_revoked", FailureKind.AuthenticationRevoked, Gone("Slack")),
            new(null, "invalid_client_id", FailureKind.Misconfigured, Ours("Slack")),
            new(null, "bad_client_secret", FailureKind.Misconfigured, Ours("Slack")),
            new(null, "ratelimited", FailureKind.RateLimited, Busy("Slack")),
            .. Lines(FailureKind.ProviderOutage, Down("Slack"), "fatal_error", "internal_error", "service_unavailable"),
        ],
    };

    /// <summary>docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens: said with HTTP 200.</summary>
    public static VendorApi GitHub { get; } = new()
    {
        Name = "GitHub",
        DocsUrl = "https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens",
        ReadCodes = Error,
        Errors =
        [
            new(null, "bad_refresh_token", FailureKind.AuthenticationRevoked, Gone("GitHub")),
            new(null, "incorrect_client_credentials", FailureKind.Misconfigured, Ours("GitHub")),
        ],
    };

    /// <summary>developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide: the code stands in <c>status</c>.</summary>
    public static VendorApi HubSpot { get; } = new()
    {
        Name = "HubSpot",
        DocsUrl = "https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide",
        ReadCodes = body => [.. Error(body), Text(body, "status"), Text(body, "category")],
        Errors =
        [
            new(null, "BAD_REFRESH_TOKEN", FailureKind.AuthenticationRevoked, Gone("HubSpot")),
            new(null, "BAD_CLIENT_ID", FailureKind.Misconfigured, Ours("HubSpot")),
            new(null, "BAD_CLIENT_SECRET", FailureKind.Misconfigured, Ours("HubSpot")),
        ],
    };

    /// <summary>help.salesforce.com, OAuth 2.0 refresh token flow: the description tells apart what the code does not.</summary>
    public static VendorApi Salesforce { get; } = new()
    {
        Name = "Salesforce",
        DocsUrl = "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_refresh_token_flow.htm",
        ReadCodes = body =>
        [
            Says(body, "error_description", "inactive user") ? "inactive-user" : null,
            Says(body, "error_description", "ip restricted") ? "ip-restricted" : null,
            .. Error(body),
        ],
        Errors =
        [
            new(null, "inactive-user", FailureKind.AccountSuspended, Suspended),
            new(null, "ip-restricted", FailureKind.AdminPolicy, Policy("Salesforce")),
        ],
    };

    /// <summary>developers.notion.com/reference/refresh-a-token.</summary>
    public static VendorApi Notion { get; } = new()
    {
        Name = "Notion",
        DocsUrl = "https://developers.notion.com/reference/refresh-a-token",
        ReadCodes = body => [.. Error(body), Text(body, "code")],
        Errors = [],
    };

    /// <summary>developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps: <c>invalid_grant</c> is said with HTTP 403.</summary>
    public static VendorApi Atlassian { get; } = new()
    {
        Name = "Atlassian",
        DocsUrl = "https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/",
        ReadCodes = Error,
        Errors = [],
    };

    private static VendorError[] Lines(FailureKind kind, string message, params string[] codes) =>
        [.. codes.Select(code => new VendorError(null, code, kind, message))];

    private static IEnumerable<string?> Error(JsonElement body) => [Text(body, "error")];

    private static string[] Numbers(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error_codes", out var codes) && codes.ValueKind == JsonValueKind.Array
            ? codes.EnumerateArray().Where(code => code.ValueKind == JsonValueKind.Number).Take(4).Select(code => code.GetRawText()).ToArray()
            : [];
}
