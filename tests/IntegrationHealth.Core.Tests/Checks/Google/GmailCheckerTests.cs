using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Google;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Google;

public sealed class GmailCheckerTests : IDisposable
{
    private const string Profile = """
        {
          "emailAddress": "ada@example.com",
          "messagesTotal": 1204,
          "threadsTotal": 800,
          "historyId": "99812"
        }
        """;

    private readonly VendorProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task CheckAsync_Profile_ShowsTheMailbox()
    {
        string? seen = null;
        await using var server = await LocalServer.StartAsync(async context =>
        {
            seen = $"{context.Request.Method} {context.Request.Path} {context.Request.Headers.Authorization}";
            context.Response.ContentType = "application/json; charset=UTF-8";
            await context.Response.WriteAsync(Profile);
        });

        var result = await CheckAsync(server);

        seen.Should().Be($"GET /gmail/v1/users/me/profile Bearer {VendorProbe.Token}");
        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Latency.Should().NotBeNull();
        result.Data.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["emailAddress"] = "ada@example.com",
            ["messagesTotal"] = "1204",
            ["historyId"] = "99812",
        });
    }

    [Theory]
    // status, details reason, errors reason, error status -> kind, confidence, action, party, code
    [InlineData(401, null, "authError", "UNAUTHENTICATED", FailureKind.AuthenticationRevoked, Confidence.Medium, RecoveryAction.Reconnect, ResponsibleParty.Owner, "authError")]
    [InlineData(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions", "PERMISSION_DENIED", FailureKind.InsufficientScope, Confidence.High, RecoveryAction.GrantScopes, ResponsibleParty.Owner, "ACCESS_TOKEN_SCOPE_INSUFFICIENT")]
    [InlineData(403, null, "insufficientPermissions", "PERMISSION_DENIED", FailureKind.InsufficientScope, Confidence.High, RecoveryAction.GrantScopes, ResponsibleParty.Owner, "insufficientPermissions")]
    [InlineData(403, null, "rateLimitExceeded", "PERMISSION_DENIED", FailureKind.RateLimited, Confidence.High, RecoveryAction.Wait, ResponsibleParty.Nobody, "rateLimitExceeded")]
    [InlineData(403, null, "userRateLimitExceeded", "PERMISSION_DENIED", FailureKind.RateLimited, Confidence.High, RecoveryAction.Wait, ResponsibleParty.Nobody, "userRateLimitExceeded")]
    [InlineData(403, null, "dailyLimitExceeded", "PERMISSION_DENIED", FailureKind.RateLimited, Confidence.High, RecoveryAction.Wait, ResponsibleParty.Developer, "dailyLimitExceeded")]
    [InlineData(403, null, "domainPolicy", "PERMISSION_DENIED", FailureKind.AdminPolicy, Confidence.High, RecoveryAction.ContactAdministrator, ResponsibleParty.TenantAdministrator, "domainPolicy")]
    [InlineData(403, "SERVICE_DISABLED", "accessNotConfigured", "PERMISSION_DENIED", FailureKind.Misconfigured, Confidence.High, RecoveryAction.FixConfiguration, ResponsibleParty.Developer, "SERVICE_DISABLED")]
    [InlineData(400, null, "failedPrecondition", "FAILED_PRECONDITION", FailureKind.AccountSuspended, Confidence.High, RecoveryAction.ContactAdministrator, ResponsibleParty.TenantAdministrator, "failedPrecondition")]
    [InlineData(404, null, "notFound", "NOT_FOUND", FailureKind.Misconfigured, Confidence.High, RecoveryAction.FixConfiguration, ResponsibleParty.Developer, "notFound")]
    [InlineData(429, "RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "RESOURCE_EXHAUSTED", FailureKind.RateLimited, Confidence.High, RecoveryAction.Wait, ResponsibleParty.Nobody, "RATE_LIMIT_EXCEEDED")]
    [InlineData(429, null, null, "RESOURCE_EXHAUSTED", FailureKind.RateLimited, Confidence.High, RecoveryAction.Wait, ResponsibleParty.Nobody, "RESOURCE_EXHAUSTED")]
    [InlineData(500, null, "backendError", "INTERNAL", FailureKind.ProviderOutage, Confidence.High, RecoveryAction.Wait, ResponsibleParty.Vendor, "backendError")]
    [InlineData(503, null, null, "UNAVAILABLE", FailureKind.ProviderOutage, Confidence.Medium, RecoveryAction.Wait, ResponsibleParty.Vendor, "UNAVAILABLE")]
    // A failing server's word about a credential proves nothing; an unknown reason stays unknown.
    [InlineData(503, null, "insufficientPermissions", "UNAVAILABLE", FailureKind.ProviderOutage, Confidence.Medium, RecoveryAction.Wait, ResponsibleParty.Vendor, "insufficientPermissions")]
    [InlineData(403, null, "somethingNew", "PERMISSION_DENIED", FailureKind.Unknown, Confidence.Low, RecoveryAction.None, ResponsibleParty.Nobody, "somethingNew")]
    public async Task CheckAsync_DocumentedError_IsDiagnosed(
        int status, string? detail, string? reason, string word, FailureKind kind, Confidence confidence, RecoveryAction action,
        ResponsibleParty party, string code)
    {
        await using var server = await LocalServer.AnswerAsync(status, Error(status, detail, reason, word), "application/json; charset=UTF-8");

        var result = await CheckAsync(server);

        var failure = result.Failure!;
        (failure.Kind, failure.Confidence, failure.Action, failure.ResponsibleParty, failure.VendorCode)
            .Should().Be((kind, confidence, action, party, code));
        result.Outcome.Should().Be(kind == FailureKind.RateLimited ? CheckOutcome.Degraded : CheckOutcome.Failed);
        failure.DocsUrl.Should().StartWith("https://developers.google.com/");
        failure.Evidence.Should().StartWith($"HTTP {status}").And.Contain("\"code\"");
    }

    [Theory]
    [InlineData(30, FailureKind.AuthenticationRevoked, Confidence.Medium)]
    [InlineData(-5, FailureKind.AuthenticationExpired, Confidence.High)]
    [InlineData(null, FailureKind.AuthenticationExpired, Confidence.Low)]
    public async Task CheckAsync_Unauthenticated_TheEndOfTheTokenDecides(int? endsInMinutes, FailureKind kind, Confidence confidence)
    {
        await using var server = await LocalServer.AnswerAsync(
            401, Error(401, null, "authError", "UNAUTHENTICATED"), "application/json",
            ("WWW-Authenticate", """Bearer realm="https://accounts.google.com/", error="invalid_token" """));

        var result = await CheckAsync(server, VendorProbe.Credential(endsInMinutes));

        (result.Failure!.Kind, result.Failure.Confidence).Should().Be((kind, confidence));
        result.Failure.IsDefinitive.Should().BeFalse("one 401 is no proof that a person has to act");
    }

    [Theory]
    [InlineData("invalid_grant", null, FailureKind.AuthenticationRevoked, "invalid_grant")]
    [InlineData("invalid_grant", "invalid_rapt", FailureKind.AuthenticationRevoked, "invalid_rapt")]
    [InlineData("admin_policy_enforced", null, FailureKind.AdminPolicy, "admin_policy_enforced")]
    [InlineData("invalid_client", null, FailureKind.Misconfigured, "invalid_client")]
    [InlineData("deleted_client", null, FailureKind.Misconfigured, "deleted_client")]
    [InlineData("unauthorized_client", null, FailureKind.Misconfigured, "unauthorized_client")]
    public async Task CheckAsync_TokenEndpointError_IsDiagnosed(string error, string? subtype, FailureKind kind, string code)
    {
        var more = subtype is null ? "" : $$""","error_subtype":"{{subtype}}" """;
        await using var server = await LocalServer.AnswerAsync(
            400, $$"""{"error":"{{error}}","error_description":"Token has been expired or revoked."{{more}}}""");

        var result = await CheckAsync(server);

        (result.Failure!.Kind, result.Failure.VendorCode, result.Failure.IsDefinitive).Should().Be((kind, code, true));
    }

    [Fact]
    public async Task CheckAsync_RetryTimeInMessage_IsHonoured()
    {
        await using var server = await LocalServer.AnswerAsync(429, """
            {"error":{"code":429,"message":"User-rate limit exceeded.  Retry after 2026-01-01T12:15:00.000Z",
            "errors":[{"message":"User-rate limit exceeded.  Retry after 2026-01-01T12:15:00.000Z","domain":"global","reason":"rateLimitExceeded"}],
            "status":"RESOURCE_EXHAUSTED"}}
            """);

        var result = await CheckAsync(server);

        result.RetryAfter.Should().Be(TimeSpan.FromMinutes(15));
    }

    [Theory]
    [InlineData("ada@example.com", null)]
    [InlineData("ADA@Example.com", null)]
    [InlineData("bob@example.com", FailureKind.Misconfigured)]
    public async Task CheckAsync_Account_IsCompared(string expected, FailureKind? kind)
    {
        await using var server = await LocalServer.AnswerAsync(200, Profile);

        var result = await CheckAsync(server, settings: new GmailSettings { AccountEmail = expected });

        result.Failure?.Kind.Should().Be(kind);
        if (kind is null)
        {
            result.Outcome.Should().Be(CheckOutcome.Succeeded);
            return;
        }

        result.Outcome.Should().Be(CheckOutcome.Degraded);
        result.Failure!.Message.Should().Contain("ada@example.com").And.Contain("bob@example.com");
    }

    [Theory]
    [InlineData("A.da.L@gmail.com", "adal@googlemail.com", true)]
    [InlineData("a.da@example.com", "ada@example.com", false)]
    public void Compare_Spelling_CountsAsTheVendorCountsIt(string expected, string found, bool same) =>
        (GoogleAccount.Compare(CheckResult.Success(), "Gmail", expected, found).Outcome == CheckOutcome.Succeeded).Should().Be(same);

    [Theory]
    [InlineData("https://www.googleapis.com/auth/gmail.readonly", "/gmail/v1/users/me/profile", Profile)]
    [InlineData("gmail.labels", "/gmail/v1/users/me/labels", """{"labels":[{"id":"INBOX"}]}""")]
    [InlineData("gmail.send openid", "/v1/userinfo", """{"sub":"1","email":"ada@example.com"}""")]
    public async Task CheckAsync_Scopes_ChooseTheProbe(string scopes, string path, string body)
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.StatusCode = context.Request.Path == path ? 200 : 404;
            await context.Response.WriteAsync(body);
        });

        var result = await CheckAsync(server, VendorProbe.Credential(30, scopes.Split(' ')));

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Theory]
    [InlineData(403, "insufficientPermissions", CheckOutcome.Succeeded)]
    [InlineData(401, "authError", CheckOutcome.Failed)]
    [InlineData(403, "domainPolicy", CheckOutcome.Failed)]
    public async Task CheckAsync_SendOnlyToken_IsAliveWhenOnlyTheScopeIsMissing(int status, string reason, CheckOutcome outcome)
    {
        await using var server = await LocalServer.AnswerAsync(status, Error(status, null, reason, "X"));

        var result = await CheckAsync(server, VendorProbe.Credential(30, "gmail.send"));

        result.Outcome.Should().Be(outcome);
    }

    [Fact]
    public async Task CheckAsync_UserInfoRefusesTheToken_IsRefreshedAndNoFaultOfTheApplication()
    {
        await using var server = await LocalServer.AnswerAsync(401, """{"error":"invalid_request","error_description":"Invalid Credentials"}""");

        var result = await CheckAsync(server, VendorProbe.Credential(null, "gmail.send", "openid", "email"));

        (result.Failure!.Kind, result.Failure.ResponsibleParty).Should().Be((FailureKind.AuthenticationExpired, ResponsibleParty.Owner));
    }

    [Fact]
    public async Task CheckAsync_RequiredScopeMissing_NamesWhatStopsAndWhatDoesNot()
    {
        await using var server = await LocalServer.AnswerAsync(200, Profile);

        var result = await CheckAsync(
            server,
            VendorProbe.Credential(30, "https://www.googleapis.com/auth/gmail.readonly"),
            new GmailSettings { RequiredScopes = { "gmail.readonly", "https://www.googleapis.com/auth/gmail.send" } });

        result.Outcome.Should().Be(CheckOutcome.Degraded);
        result.Failure!.Kind.Should().Be(FailureKind.InsufficientScope);
        result.Failure.Message.Should().Contain("without sending mail").And.Contain("gmail.send");
        result.Capabilities.Single(one => one.Name == "read").Status.Should().Be(IntegrationStatus.Healthy);
        result.Capabilities.Single(one => one.Name == "send").Status.Should().Be(IntegrationStatus.Unhealthy);
    }

    [Theory]
    [InlineData("https://mail.google.com/")]
    [InlineData("https://www.googleapis.com/auth/gmail.modify")]
    public async Task CheckAsync_WiderScope_HoldsTheNarrowerOnes(string granted)
    {
        await using var server = await LocalServer.AnswerAsync(200, Profile);

        var result = await CheckAsync(
            server, VendorProbe.Credential(30, granted), new GmailSettings { RequiredScopes = { "gmail.readonly", "gmail.send", "gmail.labels" } });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Capabilities.Select(one => one.Name).Should().Contain(["read", "send", "labels"]);
    }

    internal static string Error(int status, string? detail, string? reason, string word)
    {
        var errors = reason is null ? "" : $$""", "errors": [{"message": "Said so.", "domain": "global", "reason": "{{reason}}"}]""";
        var details = detail is null
            ? ""
            : $$""", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "{{detail}}", "domain": "googleapis.com"}]""";
        return $$"""{"error": {"code": {{status}}, "message": "Said so.", "status": "{{word}}"{{errors}}{{details}} } }""";
    }

    private Task<CheckResult> CheckAsync(LocalServer server, Credential? credential = null, GmailSettings? settings = null)
    {
        settings ??= new GmailSettings();
        settings.BaseAddress = server.Address.ToString();
        return _probe.CheckAsync(GmailProvider.Definition, settings, credential ?? VendorProbe.Credential());
    }
}
