using System.Text.Json;
using IntegrationHealth.Checks.Vendors;
using static IntegrationHealth.Checks.Presets.VendorWords;

namespace IntegrationHealth.Checks.Presets;

/// <summary>The provider <c>notion</c>: <c>GET /v1/users/me</c>, which needs no shared page (developers.notion.com/reference/status-codes).</summary>
internal static class Notion
{
    private const string Vendor = "Notion";
    private const string Limits = "https://developers.notion.com/reference/request-limits";

    public static Preset Preset { get; } = new()
    {
        Name = "notion",
        SettingsType = VendorSettingsJson.Default.ApiSettings,
        Request = (_, _) => new VendorRequest("https://api.notion.com/v1/users/me")
        {
            ExpectedProperty = "object",
            Headers = new Dictionary<string, string> { ["Notion-Version"] = "2022-06-28" },
        },
        Shown = ["name", "bot.workspace_name"],
        Account = ["bot.workspace_name"],
        // Three a second for each connection; of many connections together it is our own modesty.
        MaxChecksPerSecond = 20,
        Api = new VendorApi
        {
            Name = Vendor,
            DocsUrl = "https://developers.notion.com/reference/status-codes",
            ReadCodes = Codes,
            Errors =
            [
                // Notion says the same of an ended and of a revoked token, and not every token comes with its end.
                new(401, "unauthorized", FailureKind.AuthenticationRevoked, Gone(Vendor)) { EndOfTokenDecides = true, Confidence = Confidence.Medium },
                new(null, "restricted_resource", FailureKind.InsufficientScope, Scope(Vendor)),
                new(null, "object_not_found", FailureKind.InsufficientScope, "This is no longer shared with the connection. Share it in Notion again.")
                {
                    Confidence = Confidence.Medium,
                },
                new(null, "missing_version", FailureKind.Misconfigured, Ours(Vendor)),
                new(null, "validation_error", FailureKind.Misconfigured, Ours(Vendor)),
                new(null, "invalid_request_url", FailureKind.Misconfigured, Ours(Vendor)),
                new(null, "rate_limited", FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Limits },
                new(429, null, FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = Limits },
                new(null, "service_overload", FailureKind.ProviderOutage, Down(Vendor)) { DocsUrl = Limits },
                new(null, "internal_server_error", FailureKind.ProviderOutage, Down(Vendor)),
                new(null, "service_unavailable", FailureKind.ProviderOutage, Down(Vendor)),
                new(null, "database_connection_unavailable", FailureKind.ProviderOutage, Down(Vendor)),
                new(null, "gateway_timeout", FailureKind.ProviderOutage, Down(Vendor)),
                .. ServerFaults(Vendor, 500, 502, 503, 504, 529),
            ],
        },
        Scopes = new ScopeTable(Vendor, "https://developers.notion.com/reference/capabilities", prefix: "",
        [
            new("read_content", "read", "reading pages"),
            new("update_content", "write", "changing pages"),
            new("insert_content", "insert", "adding pages"),
            new("read_comments", "comments", "reading comments"),
        ]),
    };

    private static IEnumerable<string?> Codes(JsonElement body) =>
        Text(body, "object") == "error" ? [Text(body, "code") ?? "error"] : [Text(body, "error")];
}
