using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Vendors;
using static IntegrationHealth.Checks.Presets.VendorWords;

namespace IntegrationHealth.Checks.Presets;

/// <summary>
/// The provider <c>microsoft-graph</c> (learn.microsoft.com/graph/errors): the innermost code says most, messages are never looked at.
/// </summary>
internal static class MicrosoftGraph
{
    private const string Vendor = "Microsoft 365";
    private const string Throttling = "https://learn.microsoft.com/graph/throttling";
    private const int DeepestInnerError = 8;

    public static Preset Preset { get; } = new()
    {
        Name = "microsoft-graph",
        SettingsType = VendorSettingsJson.Default.MicrosoftGraphSettings,
        Request = (settings, _) => Request(settings),
        Shown = ["displayName", "mail", "userPrincipalName", "totalItemCount", "name"],
        Account = ["userPrincipalName"],
        AccountRequest = settings => ((MicrosoftGraphSettings)settings).Probe is "mail" or "calendar"
            ? new VendorRequest("https://graph.microsoft.com/v1.0/me?$select=userPrincipalName") { ExpectedProperty = "userPrincipalName" }
            : null,
        Validate = Validate,
        MaxChecksPerSecond = 50,
        Api = new VendorApi
        {
            Name = Vendor,
            DocsUrl = "https://learn.microsoft.com/graph/errors",
            ReadHeaderCodes = HeaderCodes,
            ReadCodes = Codes,
            Errors =
            [
                // Continuous access evaluation and Conditional Access: the user has to sign in again under the organisation's rules.
                new(401, "claims", FailureKind.AuthenticationRevoked, "Your organisation asks you to sign in to Microsoft again. Reconnect it to go on."),
                new(401, "ClaimsChallengeRequiredException", FailureKind.AuthenticationRevoked,
                    "Your organisation asks you to sign in to Microsoft again. Reconnect it to go on."),
                new(403, "claims", FailureKind.AdminPolicy, Policy(Vendor)),
                new(null, "insufficient_claims", FailureKind.AdminPolicy, Policy(Vendor)),
                new(401, "InvalidAuthenticationToken", FailureKind.AuthenticationRevoked, Gone(Vendor))
                {
                    EndOfTokenDecides = true,
                    Confidence = Confidence.Medium,
                },
                new(403, "accessDenied", FailureKind.InsufficientScope, Scope(Vendor)),
                new(403, "Authorization_RequestDenied", FailureKind.InsufficientScope, Scope(Vendor)),
                new(403, "ErrorAccessDenied", FailureKind.InsufficientScope, Scope(Vendor)),
                new(null, "extensionError", FailureKind.AdminPolicy, "Your organisation does not let this application into the mailbox. Ask your administrator to allow it."),
                new(null, "MailboxNotEnabledForRESTAPI", FailureKind.AccountSuspended, "This account has no mailbox that Microsoft 365 can reach."),
                new(402, null, FailureKind.AccountSuspended, "Microsoft 365 says that the licence of this account does not allow this.") { Confidence = Confidence.Medium },
                new(null, "TooManyRequests", FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Throttling },
                new(null, "activityLimitReached", FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Throttling },
                new(429, null, FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Throttling },
                new(509, null, FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Throttling },
                new(null, "serviceNotAvailable", FailureKind.ProviderOutage, Down(Vendor)),
                .. ServerFaults(Vendor, 500, 502, 503, 504),
            ],
        },
        Scopes = new ScopeTable(Vendor, "https://learn.microsoft.com/graph/permissions-reference", "https://graph.microsoft.com/",
        [
            new("User.Read", "profile", "reading the profile", "User.ReadWrite"),
            new("Mail.ReadBasic", "metadata", "seeing who wrote and when", "Mail.Read", "Mail.ReadWrite"),
            new("Mail.Read", "read", "reading mail", "Mail.ReadWrite"),
            new("Mail.ReadWrite", "write", "changing mail"),
            new("Mail.Send", "send", "sending mail"),
            new("Calendars.ReadBasic", "calendar", "seeing when people are busy", "Calendars.Read", "Calendars.ReadWrite"),
            new("Calendars.Read", "calendar-read", "reading events", "Calendars.ReadWrite"),
            new("Calendars.ReadWrite", "calendar-write", "changing events"),
            new("Files.ReadWrite", "files", "changing files", "Files.ReadWrite.All"),
            new("offline_access", "offline", "working while you are signed out"),
        ]),
    };

    private static VendorRequest Request(ApiSettings settings)
    {
        var (path, expected) = ((MicrosoftGraphSettings)settings).Probe switch
        {
            "mail" => ("mailFolders/inbox?$select=id,totalItemCount", "id"),
            "calendar" => ("calendar?$select=id,name", "id"),
            _ => ("", "userPrincipalName"),
        };
        return new VendorRequest("https://graph.microsoft.com/v1.0/me" + (path.Length == 0 ? "?$select=id,displayName,mail,userPrincipalName" : "/" + path))
        {
            ExpectedProperty = expected,
        };
    }

    private static IEnumerable<IntegrationValidationError> Validate(ApiSettings settings) => VendorSettingsRules.Text(
        "probe", ((MicrosoftGraphSettings)settings).Probe, "profile, mail or calendar", value => value is "profile" or "mail" or "calendar");

    private static IEnumerable<string?> HeaderCodes(HttpResponseHeaders headers)
    {
        var challenge = string.Join(',', headers.WwwAuthenticate.Select(one => one.Parameter));
        if (challenge.Contains("claims=", StringComparison.OrdinalIgnoreCase))
            yield return "claims";
        if (challenge.Contains("insufficient_claims", StringComparison.OrdinalIgnoreCase))
            yield return "insufficient_claims";
    }

    private static List<string?> Codes(JsonElement body)
    {
        var codes = new List<string?>();
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error))
        {
            for (var depth = 0; depth < DeepestInnerError && error.ValueKind == JsonValueKind.Object; depth++)
            {
                codes.Insert(0, Text(error, "code"));
                if (!error.TryGetProperty("innerError", out var inner) && !error.TryGetProperty("innererror", out inner))
                    break;
                error = inner;
            }
        }

        return codes;
    }
}
