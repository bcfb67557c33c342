using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Vendors;
using static IntegrationHealth.Checks.Presets.VendorWords;

namespace IntegrationHealth.Checks.Presets;

/// <summary>
/// The provider <c>github</c>: <c>GET /user</c> (docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api). GitHub has no error
/// codes: headers tell, and where they do not, the documented sentences.
/// </summary>
internal static class GitHub
{
    private const string Vendor = "GitHub";
    private const int LongestAddress = 300;
    private const string Limits = "https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api";

    public static Preset Preset { get; } = new()
    {
        Name = "github",
        SettingsType = VendorSettingsJson.Default.ApiSettings,
        Request = Request,
        Shown = ["login", "id"],
        IsConditional = true,
        ExpiryHeader = "GitHub-Authentication-Token-Expiration",
        Account = ["login"],
        ScopeHeader = "X-OAuth-Scopes",
        HasPermissions = HasPermissions,
        Api = new VendorApi
        {
            Name = Vendor,
            DocsUrl = "https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api",
            Quota = new QuotaHeaders("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
            ReadHeaderCodes = HeaderCodes,
            ReadCodes = Codes,
            Refine = WithSignOnAddress,
            Errors =
            [
                new(403, "x-ratelimit-remaining", FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Limits, RetryAfter = TimeSpan.FromMinutes(1) },
                new(429, "x-ratelimit-remaining", FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Limits, RetryAfter = TimeSpan.FromMinutes(1) },
                // Without a hint GitHub asks to wait for at least a minute.
                new(null, "secondary-rate-limit", FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Limits, RetryAfter = TimeSpan.FromMinutes(1) },
                // After several bad tokens GitHub bars good ones, too, for a while.
                new(403, "login-attempts", FailureKind.RateLimited, Busy(Vendor))
                {
                    DocsUrl = "https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api",
                    RetryAfter = TimeSpan.FromMinutes(15),
                },
                new(null, "x-github-sso", FailureKind.AdminPolicy,
                    "Your GitHub organisation asks for its single sign-on. Authorize this connection for the organisation in GitHub's settings.")
                {
                    ResponsibleParty = ResponsibleParty.Owner,
                    DocsUrl = "https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api",
                },
                new(null, "oauth-app-restricted", FailureKind.AdminPolicy, Policy(Vendor)),
                new(null, "resource-not-accessible", FailureKind.InsufficientScope, Scope(Vendor)),
                // GitHub says the same of an ended and of a revoked token.
                new(401, "bad-credentials", FailureKind.AuthenticationRevoked, Gone(Vendor)) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
                new(429, null, FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Limits, RetryAfter = TimeSpan.FromMinutes(1) },
                .. ServerFaults(Vendor, 500, 502, 503, 504),
                new(null, "bad_refresh_token", FailureKind.AuthenticationRevoked, Gone(Vendor)),
            ],
        },
        Scopes = new ScopeTable(Vendor, "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps", prefix: "",
        [
            new("repo", "write", "changing private repositories"),
            new("public_repo", "write-public", "changing public repositories", "repo"),
            new("read:user", "profile", "reading the profile", "user"),
            new("user:email", "email", "reading the e-mail addresses", "user"),
            new("read:org", "organisations", "seeing the organisations", "write:org", "admin:org"),
            new("workflow", "workflows", "changing workflows"),
            new("admin:repo_hook", "events", "managing repository webhooks", "repo"),
            new("gist", "gists", "writing gists"),
        ]),
    };

    /// <summary>The token of an installation of a GitHub App is nobody's: it has no user to ask for.</summary>
    private static VendorRequest Request(ApiSettings settings, Credential? credential)
    {
        var isInstallation = credential?.AccessToken.StartsWith("ghs_", StringComparison.Ordinal) == true;
        return new VendorRequest("https://api.github.com/" + (isInstallation ? "installation/repositories?per_page=1" : "user"))
        {
            ExpectedProperty = isInstallation ? "total_count" : "login",
            Headers = new Dictionary<string, string> { ["Accept"] = "application/vnd.github+json", ["X-GitHub-Api-Version"] = "2022-11-28" },
        };
    }

    /// <summary>Tokens of GitHub Apps and fine-grained ones; GitHub lists no scopes for them, or an empty list.</summary>
    private static bool HasPermissions(Credential? credential) => credential?.AccessToken is { } token
        && (token.StartsWith("ghs_", StringComparison.Ordinal) || token.StartsWith("ghu_", StringComparison.Ordinal)
            || token.StartsWith("github_pat_", StringComparison.Ordinal));

    /// <summary>The address is good for an hour, and for the person whose token it is alone: GitHub asks who opens it to sign in.</summary>
    private static CheckResult WithSignOnAddress(CheckResult result, JsonElement body, HttpResponseHeaders headers, DateTimeOffset now) =>
        result.Failure is { VendorCode: "x-github-sso" } failure && SignOnAddress(headers) is { } address
            ? result with
            {
                Failure = failure with
                {
                    Message = $"Your GitHub organisation asks for its single sign-on. Open {address} within an hour to authorize this connection for "
                        + "the organisation, or do so in GitHub's settings.",
                },
            }
            : result;

    /// <summary>Of <c>required; url=https://github.com/orgs/…/sso?authorization_request=…</c>; null when it leads to anybody but GitHub.</summary>
    private static string? SignOnAddress(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("X-GitHub-SSO", out var values) || values.First().Split("url=", 2) is not [_, { Length: <= LongestAddress } text])
            return null;
        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri is { Scheme: "https", UserInfo: "" }
            && (uri.Host == "github.com" || uri.Host.EndsWith(".github.com", StringComparison.Ordinal) || uri.Host.EndsWith(".ghe.com", StringComparison.Ordinal))
            ? uri.AbsoluteUri
            : null;
    }

    private static IEnumerable<string?> HeaderCodes(HttpResponseHeaders headers)
    {
        if (headers.TryGetValues("X-GitHub-SSO", out var values) && values.First().StartsWith("required", StringComparison.OrdinalIgnoreCase))
            yield return "x-github-sso";
        if (headers.TryGetValues("X-RateLimit-Remaining", out var left) && left.First().Trim() == "0")
            yield return "x-ratelimit-remaining";
    }

    private static IEnumerable<string?> Codes(JsonElement body)
    {
        if (Says(body, "message", "secondary rate limit"))
            yield return "secondary-rate-limit";
        if (Says(body, "message", "API rate limit exceeded"))
            yield return "x-ratelimit-remaining";
        if (Says(body, "message", "number of login attempts exceeded"))
            yield return "login-attempts";
        if (Says(body, "message", "Resource not accessible by"))
            yield return "resource-not-accessible";
        if (Says(body, "message", "SAML enforcement"))
            yield return "x-github-sso";
        if (Says(body, "message", "OAuth App access restrictions"))
            yield return "oauth-app-restricted";
        if (Says(body, "message", "Bad credentials"))
            yield return "bad-credentials";
        if (Text(body, "error") is { } error)
            yield return error;
    }
}
