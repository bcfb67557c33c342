using System.Text.Json;
using IntegrationHealth.Checks.Vendors;
using static IntegrationHealth.Checks.Presets.VendorWords;

namespace IntegrationHealth.Checks.Presets;

/// <summary>
/// The provider <c>hubspot</c>: <c>GET /account-info/v3/details</c>, which needs no scope (developers.hubspot.com/docs/api/error-handling). The
/// <c>category</c> of the body is the code.
/// </summary>
internal static class HubSpot
{
    private const string Vendor = "HubSpot";

    public static Preset Preset { get; } = new()
    {
        Name = "hubspot",
        SettingsType = VendorSettingsJson.Default.ApiSettings,
        Request = (_, _) => new VendorRequest("https://api.hubapi.com/account-info/v3/details") { ExpectedProperty = "portalId" },
        Shown = ["portalId", "timeZone", "uiDomain", "dataHostingLocation"],
        Account = ["portalId"],
        Api = new VendorApi
        {
            Name = Vendor,
            DocsUrl = "https://developers.hubspot.com/docs/api/error-handling",
            Quota = new QuotaHeaders("X-HubSpot-RateLimit-Daily", "X-HubSpot-RateLimit-Daily-Remaining"),
            ReadCodes = Codes,
            Errors =
            [
                new(null, "EXPIRED_AUTHENTICATION", FailureKind.AuthenticationExpired,
                    "The access to HubSpot has run out and was not renewed. Reconnect it if this does not end by itself."),
                // "Unauthorized requests are not a valid indicator that a new access token must be retrieved": doubt remains.
                new(401, "INVALID_AUTHENTICATION", FailureKind.AuthenticationRevoked, Gone(Vendor)) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
                new(null, "MISSING_SCOPES", FailureKind.InsufficientScope, Scope(Vendor)),
                new(null, "RATE_LIMITS", FailureKind.RateLimited, Busy(Vendor)) { RetryAfter = TimeSpan.FromSeconds(10), DocsUrl = "https://developers.hubspot.com/docs/api/usage-details" },
                // The day is that of one account's private apps; OAuth calls have none. So it is the credential's, and no other account waits.
                new(null, "DAILY", FailureKind.RateLimited,
                    "The private apps of this HubSpot account have used up what HubSpot allows them a day. It works again tomorrow.")
                {
                    RetryAfter = TimeSpan.FromHours(1),
                    ResponsibleParty = ResponsibleParty.TenantAdministrator,
                    DocsUrl = "https://developers.hubspot.com/docs/api/usage-details",
                },
                new(429, null, FailureKind.RateLimited, Busy(Vendor)),
                new(null, "BAD_REFRESH_TOKEN", FailureKind.AuthenticationRevoked, Gone(Vendor)),
                .. ServerFaults(Vendor, 500, 502, 503, 504),
            ],
        },
        Scopes = new ScopeTable(Vendor, "https://developers.hubspot.com/docs/api/scopes", prefix: "",
        [
            new("crm.objects.contacts.read", "read", "reading contacts"),
            new("crm.objects.contacts.write", "write", "changing contacts"),
            new("crm.objects.companies.read", "companies", "reading companies"),
            new("crm.objects.deals.read", "deals", "reading deals"),
            new("crm.objects.deals.write", "deals-write", "changing deals"),
            new("tickets", "tickets", "tickets"),
            new("oauth", "sign-in", "signing in"),
        ]),
    };

    private static IEnumerable<string?> Codes(JsonElement body)
    {
        if (Text(body, "policyName") is "DAILY")
            yield return "DAILY";
        yield return Text(body, "category");
        yield return Text(body, "errorType");
        if (Text(body, "status") is { } status && status is not ("error" or "success"))
            yield return status;
    }
}
