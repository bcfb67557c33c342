using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Tests.Checks.Http;

public sealed class StatusDiagnosisTests
{
    [Theory]
    // 401: what the host knows about the token decides; only the provider's own word makes it certain.
    [InlineData(401, "None", null, null, false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(401, "None", "invalid_token", null, false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(401, "Fixed", null, null, false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(401, "EndUnknown", null, null, false, FailureKind.AuthenticationExpired, Confidence.Low)]
    [InlineData(401, "EndUnknown", "invalid_token", null, false, FailureKind.AuthenticationExpired, Confidence.Low)]
    [InlineData(401, "Ended", null, null, false, FailureKind.AuthenticationExpired, Confidence.Medium)]
    [InlineData(401, "Ended", "invalid_token", null, false, FailureKind.AuthenticationExpired, Confidence.High)]
    [InlineData(401, "Current", null, null, false, FailureKind.AuthenticationRevoked, Confidence.Medium)]
    [InlineData(401, "Current", "invalid_token", null, false, FailureKind.AuthenticationRevoked, Confidence.Medium)]
    [InlineData(401, "Current", null, "UNAUTHENTICATED", false, FailureKind.AuthenticationRevoked, Confidence.Medium)]
    [InlineData(401, "Current", null, "weird", false, FailureKind.AuthenticationRevoked, Confidence.Medium)]
    [InlineData(400, "Current", null, "invalid_grant", false, FailureKind.AuthenticationRevoked, Confidence.High)]
    [InlineData(403, "Ended", null, "invalid_grant", false, FailureKind.AuthenticationRevoked, Confidence.High)]
    [InlineData(401, "Current", null, "interaction_required", false, FailureKind.AuthenticationRevoked, Confidence.Medium)]
    [InlineData(401, "Fixed", null, "invalid_grant", false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(401, "Current", null, "token_expired", false, FailureKind.AuthenticationExpired, Confidence.High)]
    [InlineData(401, "Current", null, "invalid_client", false, FailureKind.Misconfigured, Confidence.High)]
    // A web page comes from a firewall or proxy: it condemns no connection.
    [InlineData(401, "Current", null, null, true, FailureKind.InvalidResponse, Confidence.Low)]
    [InlineData(401, "Ended", null, null, true, FailureKind.InvalidResponse, Confidence.Low)]
    [InlineData(401, "Current", "invalid_token", null, true, FailureKind.AuthenticationExpired, Confidence.Low)]
    [InlineData(403, "Current", null, null, true, FailureKind.AdminPolicy, Confidence.Low)]
    [InlineData(403, "Current", null, "invalid_grant", true, FailureKind.AdminPolicy, Confidence.Low)]
    [InlineData(403, "Current", null, null, false, FailureKind.AdminPolicy, Confidence.Medium)]
    [InlineData(403, "None", null, null, false, FailureKind.AdminPolicy, Confidence.Low)]
    [InlineData(403, "Current", "insufficient_scope", null, false, FailureKind.InsufficientScope, Confidence.High)]
    [InlineData(403, "Current", null, "insufficient_scope", false, FailureKind.InsufficientScope, Confidence.High)]
    [InlineData(401, "Current", "insufficient_scope", null, false, FailureKind.InsufficientScope, Confidence.High)]
    [InlineData(403, "Current", null, "rateLimitExceeded", false, FailureKind.RateLimited, Confidence.High)]
    // The status alone.
    [InlineData(200, "None", null, null, false, FailureKind.InvalidResponse, Confidence.Medium)]
    [InlineData(304, "None", null, null, false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(400, "None", null, null, false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(402, "None", null, null, false, FailureKind.AccountSuspended, Confidence.Medium)]
    [InlineData(404, "None", null, null, false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(405, "None", null, null, false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(407, "None", null, null, false, FailureKind.Network, Confidence.Medium)]
    [InlineData(408, "None", null, null, false, FailureKind.Timeout, Confidence.Medium)]
    [InlineData(410, "None", null, null, false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(415, "None", null, null, false, FailureKind.Misconfigured, Confidence.Medium)]
    [InlineData(418, "None", null, null, false, FailureKind.Unknown, Confidence.Low)]
    [InlineData(429, "None", null, null, false, FailureKind.RateLimited, Confidence.High)]
    [InlineData(451, "None", null, null, false, FailureKind.AdminPolicy, Confidence.Medium)]
    [InlineData(400, "None", null, "payment_required", false, FailureKind.AccountSuspended, Confidence.High)]
    [InlineData(400, "None", null, "temporarily_unavailable", false, FailureKind.ProviderOutage, Confidence.High)]
    [InlineData(500, "Current", null, "invalid_grant", false, FailureKind.ProviderOutage, Confidence.Medium)]
    [InlineData(502, "None", null, null, true, FailureKind.ProviderOutage, Confidence.Medium)]
    [InlineData(503, "None", null, null, false, FailureKind.ProviderOutage, Confidence.Medium)]
    [InlineData(504, "None", null, null, false, FailureKind.ProviderOutage, Confidence.Medium)]
    [InlineData(511, "None", null, null, true, FailureKind.Network, Confidence.Medium)]
    [InlineData(529, "None", null, null, false, FailureKind.ProviderOutage, Confidence.Medium)]
    public void Diagnose_Answer_HasOneKind(
        int status, string credential, string? challenge, string? code, bool html, FailureKind kind, Confidence confidence)
    {
        var failure = StatusDiagnosis.Diagnose(new HttpReply
        {
            Host = "api.example.com",
            Status = status,
            Credential = Enum.Parse<CredentialState>(credential),
            Challenge = new BearerChallenge(challenge, null),
            VendorCode = code,
            IsHtml = html,
        });

        (failure.Kind, failure.Confidence).Should().Be((kind, confidence));
        failure.Message.Should().Contain("api.example.com").And.EndWith(".");
        failure.VendorCode.Should().Be(challenge ?? code);
    }

    [Fact]
    public void Diagnose_WebPage_NeverAsksForAReconnectForCertain()
    {
        foreach (var state in Enum.GetValues<CredentialState>())
        {
            foreach (var code in new[] { null, "invalid_token", "invalid_grant" })
            {
                foreach (var status in new[] { 400, 401, 403, 404, 500, 503 })
                {
                    var failure = StatusDiagnosis.Diagnose(new HttpReply
                    {
                        Host = "a",
                        Status = status,
                        Credential = state,
                        VendorCode = code,
                        IsHtml = true,
                        Challenge = new BearerChallenge("invalid_token", null),
                    });
                    failure.Kind.Should().NotBe(FailureKind.AuthenticationRevoked);
                    failure.IsDefinitive.Should().BeFalse();
                }
            }
        }
    }

    [Theory]
    [InlineData("SignIn", "EndUnknown", FailureKind.AuthenticationExpired, "sign in at login.example.com")]
    [InlineData("SignIn", "Ended", FailureKind.AuthenticationExpired, "sign in at login.example.com")]
    [InlineData("SignIn", "Fixed", FailureKind.Misconfigured, "the key in the settings")]
    [InlineData("Portal", "EndUnknown", FailureKind.InvalidResponse, "says nothing about the connection")]
    [InlineData("Portal", "None", FailureKind.InvalidResponse, "says nothing about the connection")]
    [InlineData("TooMany", "None", FailureKind.Misconfigured, "more often than")]
    [InlineData("LeavesTls", "None", FailureKind.Misconfigured, "without encryption")]
    [InlineData("LeavesOrigin", "EndUnknown", FailureKind.Misconfigured, "another site")]
    [InlineData("LeavesOrigin", "Current", FailureKind.Misconfigured, "put its final address into settings.url")]
    [InlineData("LeavesOrigin", "Fixed", FailureKind.Misconfigured, "the credential was not accepted")]
    [InlineData("LeavesOrigin", "Ended", FailureKind.AuthenticationExpired, "has ended")]
    [InlineData("CarriesBody", "None", FailureKind.Misconfigured, "another site")]
    [InlineData("OtherScheme", "None", FailureKind.Misconfigured, "neither http nor https")]
    [InlineData("NoAddress", "None", FailureKind.Misconfigured, "where 200-299 was expected")]
    public void Diagnose_RedirectNotFollowed_SaysWhy(string refusal, string credential, FailureKind kind, string message)
    {
        var failure = StatusDiagnosis.Diagnose(new HttpReply
        {
            Host = "api.example.com",
            Status = 302,
            Redirect = Enum.Parse<RedirectRefusal>(refusal),
            RedirectHost = "login.example.com",
            Credential = Enum.Parse<CredentialState>(credential),
        });

        failure.Kind.Should().Be(kind);
        failure.Message.Should().Contain(message);
    }

    [Fact]
    public void Diagnose_ForbiddenWithQuotaUsedUp_IsRateLimited() =>
        StatusDiagnosis.Diagnose(new HttpReply { Host = "a", Status = 403, QuotaIsUsedUp = true }).Kind.Should().Be(FailureKind.RateLimited);

    [Fact]
    public void Diagnose_InsufficientScope_NamesTheScope() =>
        StatusDiagnosis.Diagnose(new HttpReply { Host = "a", Status = 403, Challenge = BearerChallenge.Parse("error=\"insufficient_scope\", scope=\"mail.read\"") })
            .Message.Should().Contain("mail.read");

    [Theory]
    [InlineData(null, false, "None")]
    [InlineData(null, true, "Fixed")]
    [InlineData(-1, false, "Ended")]
    [InlineData(30, true, "Ended")]
    [InlineData(61, false, "Current")]
    public void StateOf_Credential_AllowsForClocksThatDiffer(int? endsInSeconds, bool own, string state)
    {
        var credential = endsInSeconds is { } seconds ? HttpProbe.Token(TimeSpan.FromSeconds(seconds)) : null;

        AuthenticationDiagnosis.StateOf(credential, own, HttpProbe.Now).ToString().Should().Be(state);
    }

    [Fact]
    public void StateOf_TokenWithoutEnd_IsUnknown() =>
        AuthenticationDiagnosis.StateOf(HttpProbe.Token(), false, HttpProbe.Now).Should().Be(CredentialState.EndUnknown);
}
