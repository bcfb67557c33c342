using System.Text.Json;
using IntegrationHealth.Checks.Vendors;
using static IntegrationHealth.Checks.Presets.VendorWords;

namespace IntegrationHealth.Checks.Presets;

/// <summary>The provider <c>stripe</c>: <c>GET /v1/balance</c>, which nearly every key may read (docs.stripe.com/api/errors).</summary>
internal static class Stripe
{
    private const string Vendor = "Stripe";

    public static Preset Preset { get; } = new()
    {
        Name = "stripe",
        SettingsType = VendorSettingsJson.Default.StripeSettings,
        Request = (_, _) => new VendorRequest("https://api.stripe.com/v1/balance") { ExpectedProperty = "livemode" },
        Shown = ["livemode"],
        Account = ["id", "email"],
        AccountRequest = _ => new VendorRequest("https://api.stripe.com/v1/account") { ExpectedProperty = "id" },
        Review = CompareMode,
        Api = new VendorApi
        {
            Name = Vendor,
            DocsUrl = "https://docs.stripe.com/api/errors",
            ReadCodes = Codes,
            Errors =
            [
                new(null, "api_key_expired", FailureKind.AuthenticationExpired, "This Stripe key has ended. Store the new one."),
                new(null, "account_invalid", FailureKind.AuthenticationRevoked, Gone(Vendor)),
                // "No valid API key provided": Stripe's keys end only when somebody rolls them. The tokens of Stripe Apps end within the hour and
                // can be refreshed, so that it is never certain after one answer.
                new(401, null, FailureKind.AuthenticationRevoked, "Stripe does not accept this key any more. Connect it again, or store the new key.") { Confidence = Confidence.Medium },
                new(401, "invalid_request_error", FailureKind.AuthenticationRevoked,
                    "Stripe does not accept this key any more. Connect it again, or store the new key.")
                {
                    Confidence = Confidence.Medium,
                },
                new(403, null, FailureKind.InsufficientScope, "This Stripe key may not read what is asked for. Give it the permission, or connect again.") { Confidence = Confidence.Medium },
                new(403, "invalid_request_error", FailureKind.InsufficientScope,
                    "This Stripe key may not read what is asked for. Give it the permission, or connect again."),
                new(null, "more_permissions_required", FailureKind.InsufficientScope, Scope(Vendor)),
                new(null, "rate_limit", FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = "https://docs.stripe.com/rate-limits" },
                new(null, "lock_timeout", FailureKind.RateLimited, Busy(Vendor)),
                new(429, null, FailureKind.RateLimited, Busy(Vendor)) { DocsUrl = "https://docs.stripe.com/rate-limits" },
                new(424, null, FailureKind.ProviderOutage, "A service that Stripe depends on has a fault. There is nothing for you to do."),
                new(400, "invalid_request_error", FailureKind.Misconfigured, Ours(Vendor)),
                .. ServerFaults(Vendor, 500, 502, 503, 504),
            ],
        },
        Scopes = new ScopeTable(Vendor, "https://docs.stripe.com/keys", prefix: "",
        [
            new("read_only", "read", "reading payments", "read_write"),
            new("read_write", "write", "changing payments"),
        ]),
    };

    private static CheckFailure? CompareMode(ApiSettings settings, VendorAnswer answer)
    {
        if (((StripeSettings)settings).LiveMode is not { } expected || answer.Text("livemode") is not { } found || bool.Parse(found) == expected)
            return null;
        return CheckFailure.Of(
            FailureKind.Misconfigured,
            $"This is Stripe's {(expected ? "test" : "live")} mode, but {(expected ? "live" : "test")} mode was expected. Store the other key.",
            Confidence.High);
    }

    private static IEnumerable<string?> Codes(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("error", out var error))
            yield break;
        yield return error.ValueKind == JsonValueKind.String ? error.GetString() : Text(error, "code");
        yield return Text(error, "type");
    }
}
