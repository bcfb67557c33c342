using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Vendors;
using static IntegrationHealth.Checks.Presets.VendorWords;

namespace IntegrationHealth.Checks.Presets;

/// <summary>
/// The provider <c>jira</c>: the user behind the token, or without a cloud id the sites it reaches
/// (developer.atlassian.com/cloud/jira/platform/rest/v3/intro).
/// </summary>
internal static class Jira
{
    private const string Vendor = "Jira";
    private const string Limits = "https://developer.atlassian.com/cloud/jira/platform/rate-limiting";

    public static Preset Preset { get; } = new()
    {
        Name = "jira",
        SettingsType = VendorSettingsJson.Default.JiraSettings,
        Request = (settings, _) => ((JiraSettings)settings).CloudId is { Length: > 0 } cloudId
            ? new VendorRequest($"https://api.atlassian.com/ex/jira/{cloudId}/rest/api/3/myself") { ExpectedProperty = "accountId" }
            : new VendorRequest("https://api.atlassian.com/oauth/token/accessible-resources"),
        Shown = ["accountId", "displayName", "emailAddress"],
        Account = ["accountId"],
        Validate = settings => Validate((JiraSettings)settings),
        Review = NoSite,
        Api = new VendorApi
        {
            Name = Vendor,
            DocsUrl = "https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes",
            Quota = new QuotaHeaders("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
            ReadCodes = Codes,
            Errors =
            [
                // Said with 401, and yet not a matter of the token.
                new(401, "scope-does-not-match", FailureKind.InsufficientScope, Scope(Vendor)),
                new(401, "401", FailureKind.AuthenticationRevoked, Gone(Vendor)) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
                new(401, null, FailureKind.AuthenticationRevoked, Gone(Vendor)) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
                new(403, null, FailureKind.InsufficientScope, Scope(Vendor)) { Confidence = Confidence.Medium },
                new(403, "403", FailureKind.InsufficientScope, Scope(Vendor)) { Confidence = Confidence.Medium },
                new(404, null, FailureKind.Misconfigured, "This Jira site is gone, or its cloud id is wrong. Connect it again.") { ResponsibleParty = ResponsibleParty.Owner },
                new(404, "404", FailureKind.Misconfigured, "This Jira site is gone, or its cloud id is wrong. Connect it again.") { ResponsibleParty = ResponsibleParty.Owner },
                new(429, null, FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Limits },
                new(429, "429", FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Limits },
                .. ServerFaults(Vendor, 500, 502, 503, 504),
            ],
        },
        Scopes = new ScopeTable(Vendor, "https://developer.atlassian.com/cloud/jira/platform/scopes-for-oauth-2-3LO-and-forge-apps/", prefix: "",
        [
            new("read:jira-work", "read", "reading issues"),
            new("write:jira-work", "write", "changing issues"),
            new("read:jira-user", "profile", "seeing who people are"),
            new("manage:jira-webhook", "events", "hearing of changes"),
            new("offline_access", "offline", "working while you are signed out"),
        ]),
    };

    private static IEnumerable<IntegrationValidationError> Validate(JiraSettings settings)
    {
        if (settings is { Account.Length: > 0, CloudId: null or "" })
        {
            yield return new IntegrationValidationError(
                "settings.account", "settings.account is not allowed without settings.cloudId: the list of sites, which is asked for then, names no account.");
        }

        foreach (var error in VendorSettingsRules.Text(
            "cloudId", settings.CloudId, "a cloud id of letters, digits and -", value => value.All(one => char.IsAsciiLetterOrDigit(one) || one == '-')))
        {
            yield return error;
        }
    }

    /// <summary>An empty list of sites: the application was removed from every one. That something is missing once is not certain.</summary>
    private static CheckFailure? NoSite(ApiSettings settings, VendorAnswer answer) =>
        answer.Body is { ValueKind: JsonValueKind.Array } sites && sites.GetArrayLength() == 0
            ? CheckFailure.Of(FailureKind.AuthenticationRevoked, "This connection reaches no Jira site any more: the application was removed. Reconnect it to go on.")
            : null;

    private static IEnumerable<string?> Codes(JsonElement body)
    {
        if (Says(body, "message", "scope does not match"))
            yield return "scope-does-not-match";
        if (body.ValueKind != JsonValueKind.Object)
            yield break;
        yield return Text(body, "error");
        if (body.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number)
            yield return code.GetRawText();
    }
}
