using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.Credentials;
using static IntegrationHealth.Checks.FailureKind;

namespace IntegrationHealth.Tests.Checks.ErrorTables;

/// <summary>What token endpoints answer, RFC 6749 §5.2 and beyond it.</summary>
public sealed class TokenErrorTableTests
{
    private static readonly VendorApi[] All =
    [
        TokenErrors.Google, TokenErrors.Microsoft, TokenErrors.Slack, TokenErrors.GitHub, TokenErrors.HubSpot, TokenErrors.Salesforce, TokenErrors.Notion,
        TokenErrors.Atlassian,
    ];

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""", AuthenticationRevoked, true, "invalid_grant")]
    [InlineData(403, """{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}""", AuthenticationRevoked, true, "invalid_grant")]
    [InlineData(200, """{"ok":false,"error":"invalid_grant"}""", AuthenticationRevoked, true, "invalid_grant")]
    [InlineData(401, """{"error":"invalid_client"}""", Misconfigured, true, "invalid_client")]
    [InlineData(400, """{"error":"unauthorized_client"}""", Misconfigured, true, "unauthorized_client")]
    [InlineData(400, """{"error":"unsupported_grant_type"}""", Misconfigured, true, "unsupported_grant_type")]
    [InlineData(400, """{"error":"invalid_scope"}""", Misconfigured, true, "invalid_scope")]
    [InlineData(400, """{"error":"invalid_request"}""", Misconfigured, false, "invalid_request")]
    [InlineData(400, """{"error":"interaction_required"}""", AuthenticationRevoked, false, "interaction_required")]
    [InlineData(400, """{"error":"consent_required"}""", AuthenticationRevoked, false, "consent_required")]
    [InlineData(400, """{"error":"login_required"}""", AuthenticationRevoked, false, "login_required")]
    [InlineData(503, """{"error":"temporarily_unavailable"}""", ProviderOutage, false, "temporarily_unavailable")]
    [InlineData(500, """{"error":"invalid_grant"}""", ProviderOutage, false, "invalid_grant")]
    [InlineData(502, "", ProviderOutage, false, null)]
    [InlineData(429, "{}", RateLimited, false, null)]
    [InlineData(400, """{"error":"a_word_of_tomorrow"}""", Unknown, false, "a_word_of_tomorrow")]
    [InlineData(400, "", InvalidResponse, false, null)]
    [InlineData(200, "", InvalidResponse, false, null)]
    [InlineData(403, "[]", InvalidResponse, false, null)]
    [InlineData(401, "", InvalidResponse, false, null)]
    public void AnyVendor_StandardAnswer_MeansOneThing(int status, string body, FailureKind kind, bool definitive, string? code)
    {
        foreach (var vendor in All)
        {
            var failure = Diagnose(vendor, status, body);

            (failure.Kind, failure.IsDefinitive, failure.VendorCode).Should().Be((kind, definitive, code), vendor.Name);
            failure.Message.Should().EndWith(".").And.Contain(vendor.Name);
            if (kind is not AuthenticationRevoked)
                failure.Action.Should().NotBe(RecoveryAction.Reconnect);
        }
    }

    [Theory]
    [InlineData("Google", 400, """{"error":"invalid_grant","error_subtype":"invalid_rapt"}""", AuthenticationRevoked, "invalid_rapt")]
    [InlineData("Google", 400, """{"error":"invalid_grant","error_description":"Account has been deleted"}""", AccountSuspended, "account-deleted")]
    [InlineData("Google", 400, """{"error":"admin_policy_enforced"}""", AdminPolicy, "admin_policy_enforced")]
    [InlineData("Google", 401, """{"error":"deleted_client"}""", Misconfigured, "deleted_client")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[700082]}""", AuthenticationRevoked, "700082")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[700084]}""", AuthenticationRevoked, "700084")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[50173]}""", AuthenticationRevoked, "50173")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[70043]}""", AdminPolicy, "70043")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[50057]}""", AccountSuspended, "50057")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[50053]}""", AccountSuspended, "50053")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[50020]}""", Misconfigured, "50020")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[65001]}""", InsufficientScope, "65001")]
    [InlineData("Microsoft", 400, """{"error":"interaction_required","error_codes":[50076]}""", AdminPolicy, "50076")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[53003]}""", AdminPolicy, "53003")]
    [InlineData("Microsoft", 401, """{"error":"invalid_client","error_codes":[7000222]}""", Misconfigured, "7000222")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[50033]}""", ProviderOutage, "50033")]
    [InlineData("Microsoft", 400, """{"error":"invalid_grant","error_codes":[999999]}""", AuthenticationRevoked, "invalid_grant")]
    [InlineData("Slack", 200, """{"ok":false,"error":"invalid_refresh_token"}""", AuthenticationRevoked, "invalid_refresh_token")]
    [InlineData("Slack", 200, """{"ok":false,"error":"bad_client_secret"}""", Misconfigured, "bad_client_secret")]
    [InlineData("Slack", 200, """{"ok":false,"error":"internal_error"}""", ProviderOutage, "internal_error")]
    [InlineData("Slack", 429, """{"ok":false,"error":"ratelimited"}""", RateLimited, "ratelimited")]
    [InlineData("GitHub", 200, """{"error":"bad_refresh_token","error_description":"x"}""", AuthenticationRevoked, "bad_refresh_token")]
    [InlineData("GitHub", 200, """{"error":"incorrect_client_credentials"}""", Misconfigured, "incorrect_client_credentials")]
    [InlineData("HubSpot", 400, """{"status":"BAD_REFRESH_TOKEN","message":"x"}""", AuthenticationRevoked, "BAD_REFRESH_TOKEN")]
    [InlineData("Salesforce", 400, """{"error":"invalid_grant","error_description":"expired access/refresh token"}""", AuthenticationRevoked, "invalid_grant")]
    [InlineData("Salesforce", 400, """{"error":"invalid_grant","error_description":"inactive user"}""", AccountSuspended, "inactive-user")]
    [InlineData("Salesforce", 400, """{"error":"invalid_grant","error_description":"ip restricted"}""", AdminPolicy, "ip-restricted")]
    public void Vendor_AnswerOfItsOwn_MeansOneThing(string vendor, int status, string body, FailureKind kind, string code)
    {
        var failure = Diagnose(All.Single(one => one.Name == vendor), status, body);

        (failure.Kind, failure.VendorCode, failure.Confidence).Should().Be((kind, code, Confidence.High));
        failure.DocsUrl.Should().StartWith("https://");
    }

    private static CheckFailure Diagnose(VendorApi vendor, int status, string body)
    {
        using var response = new HttpResponseMessage();
        return TokenAnswer.Diagnose(vendor, status, response.Headers, body.Length == 0 ? default : JsonElement.Parse(body));
    }
}
