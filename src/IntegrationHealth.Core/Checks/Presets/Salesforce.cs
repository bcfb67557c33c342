using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Vendors;
using static IntegrationHealth.Checks.Presets.VendorWords;

namespace IntegrationHealth.Checks.Presets;

/// <summary>
/// The provider <c>salesforce</c>: <c>GET /services/data/v62.0/limits</c> of the organisation's own host. Errors are a JSON array
/// (developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm).
/// </summary>
internal static class Salesforce
{
    private const string Vendor = "Salesforce";
    private const string Moved = "Your Salesforce organisation has moved, or its address is wrong. Connect it again.";

    public static Preset Preset { get; } = new()
    {
        Name = "salesforce",
        SettingsType = VendorSettingsJson.Default.SalesforceSettings,
        Request = (settings, _) => new VendorRequest(Instance(settings) + "/services/data/v62.0/limits") { ExpectedProperty = "DailyApiRequests" },
        HostIsTyped = true,
        Shown = ["DailyApiRequests.Max", "DailyApiRequests.Remaining"],
        Account = ["preferred_username", "organization_id"],
        AccountRequest = settings => new VendorRequest(Instance(settings) + "/services/oauth2/userinfo") { ExpectedProperty = "organization_id" },
        Validate = Validate,
        Api = new VendorApi
        {
            Name = Vendor,
            DocsUrl = "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm",
            ReadCodes = Codes,
            HasArrayErrors = true,
            Errors =
            [
                // An ended session, a wrong instance, an address lock and API access control look identical.
                new(401, "INVALID_SESSION_ID", FailureKind.AuthenticationRevoked, Gone(Vendor)) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
                new(401, "INVALID_AUTH_HEADER", FailureKind.Misconfigured, Ours(Vendor)),
                new(null, "REQUEST_LIMIT_EXCEEDED", FailureKind.RateLimited,
                    "Your Salesforce organisation has used up its API requests of the last 24 hours. It works again when some of them are over.")
                {
                    RetryAfter = TimeSpan.FromHours(1),
                    LimitScope = LimitScope.Host,
                    ResponsibleParty = ResponsibleParty.TenantAdministrator,
                },
                new(null, "API_DISABLED_FOR_ORG", FailureKind.AdminPolicy, "The edition of your Salesforce organisation has no API. Ask your administrator."),
                new(null, "API_CURRENTLY_DISABLED", FailureKind.AdminPolicy, "Your Salesforce profile does not allow the API. Ask your administrator to allow it."),
                new(null, "INSUFFICIENT_ACCESS", FailureKind.InsufficientScope, Scope(Vendor)),
                new(null, "SERVER_UNAVAILABLE", FailureKind.ProviderOutage, Down(Vendor)),
                new(404, "NOT_FOUND", FailureKind.Misconfigured, Moved),
                // An old or a wrong host answers a page for people, or nothing. What is asked for is there in every organisation.
                new(404, null, FailureKind.Misconfigured, Moved) { EvenAsPage = true },
                new(420, null, FailureKind.Misconfigured, Moved) { EvenAsPage = true },
                .. ServerFaults(Vendor, 500, 502, 503, 504),
            ],
        },
        Scopes = new ScopeTable(Vendor, "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_tokens_scopes.htm", prefix: "",
        [
            new("api", "read", "reading and changing records", "full"),
            new("refresh_token", "offline", "working while you are signed out", "offline_access"),
            new("id", "profile", "knowing whose account it is", "full", "openid"),
            new("chatter_api", "chatter", "Chatter", "full"),
        ]),
    };

    private static string Instance(ApiSettings settings) => ((SalesforceSettings)settings).InstanceUrl?.TrimEnd('/') ?? "https://login.salesforce.com";

    private static IEnumerable<IntegrationValidationError> Validate(ApiSettings settings)
    {
        var instance = ((SalesforceSettings)settings).InstanceUrl;
        if (string.IsNullOrEmpty(instance) ? !string.IsNullOrEmpty(settings.BaseAddress)
            : Uri.TryCreate(instance, UriKind.Absolute, out var uri) && uri is { Scheme: "https", UserInfo: "" } && IsSalesforce(uri.Host))
        {
            yield break;
        }

        yield return new IntegrationValidationError(
            "settings.instanceUrl", "settings.instanceUrl is not allowed; allowed is the instance_url that came with the token, such as https://example.my.salesforce.com.");
    }

    /// <summary>The token goes to no host that is not Salesforce's, whoever wrote the settings.</summary>
    private static bool IsSalesforce(string host) =>
        host.EndsWith(".salesforce.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".force.com", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".salesforce.mil", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".sfcrmproducts.cn", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string?> Codes(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array)
            return [.. body.EnumerateArray().Take(8).Select(item => Text(item, "errorCode"))];
        return [Text(body, "error")];
    }
}
