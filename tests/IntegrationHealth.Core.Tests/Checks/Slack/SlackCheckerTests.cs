using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Slack;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Slack;

public sealed class SlackCheckerTests : IDisposable
{
    private const string Ok = """
        {"ok":true,"url":"https://subarachnoid.slack.com/","team":"Subarachnoid Workspace","user":"bot","team_id":"T0G9PQBBK","user_id":"W23456789","bot_id":"BZYBOTHED","is_enterprise_install":false}
        """;

    private readonly VendorProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task CheckAsync_AuthTest_ShowsTheWorkspace()
    {
        string? seen = null;
        await using var server = await LocalServer.StartAsync(async context =>
        {
            seen = $"{context.Request.Method} {context.Request.Path} {context.Request.Headers.Authorization} {context.Request.ContentLength}";
            await context.Response.WriteAsync(Ok);
        });

        var result = await CheckAsync(server);

        seen.Should().Be($"POST /api/auth.test Bearer {VendorProbe.Token} 0");
        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Data.Should().Contain("team_id", "T0G9PQBBK").And.Contain("team", "Subarachnoid Workspace").And.Contain("bot_id", "BZYBOTHED");
    }

    [Theory]
    [InlineData("not_authed", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData("invalid_auth", FailureKind.AuthenticationRevoked, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData("token_revoked", FailureKind.AuthenticationRevoked, Confidence.High, ResponsibleParty.Owner)]
    [InlineData("token_expired", FailureKind.AuthenticationExpired, Confidence.High, ResponsibleParty.Owner)]
    [InlineData("account_inactive", FailureKind.AccountSuspended, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData("missing_scope", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData("no_permission", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData("team_access_not_granted", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData("not_allowed_token_type", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData("org_login_required", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData("team_added_to_org", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData("ekm_access_denied", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData("access_denied", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData("accesslimited", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData("enterprise_is_restricted", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData("two_factor_setup_required", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData("fatal_error", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData("internal_error", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData("service_unavailable", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData("request_timeout", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData("invalid_arguments", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData("missing_post_type", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData("deprecated_endpoint", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData("method_deprecated", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData("invalid_refresh_token", FailureKind.AuthenticationRevoked, Confidence.High, ResponsibleParty.Owner)]
    [InlineData("something_new", FailureKind.Unknown, Confidence.Low, ResponsibleParty.Nobody)]
    public async Task CheckAsync_OkFalse_IsDiagnosedDespiteThe200(string error, FailureKind kind, Confidence confidence, ResponsibleParty party)
    {
        await using var server = await LocalServer.AnswerAsync(200, $$"""{"ok":false,"error":"{{error}}"}""", "application/json; charset=utf-8");

        var result = await CheckAsync(server);

        (result.Failure!.Kind, result.Failure.Confidence, result.Failure.ResponsibleParty, result.Failure.VendorCode)
            .Should().Be((kind, confidence, party, error));
        result.Outcome.Should().Be(CheckOutcome.Failed);
        result.Failure.DocsUrl.Should().StartWith("https://docs.slack.dev/");
        result.Failure.Evidence.Should().Contain(error);
    }

    [Fact]
    public async Task CheckAsync_MissingScope_NamesWhatIsNeeded()
    {
        await using var server = await LocalServer.AnswerAsync(
            200, """{"ok":false,"error":"missing_scope","needed":"chat:write","provided":"users:read"}""");

        (await CheckAsync(server)).Failure!.Message.Should().Contain("chat:write");
    }

    [Fact]
    public async Task CheckAsync_RateLimited_WaitsAsAsked()
    {
        await using var server = await LocalServer.AnswerAsync(
            429, """{"ok":false,"error":"ratelimited"}""", "application/json", ("Retry-After", "30"));

        var result = await CheckAsync(server);

        (result.Outcome, result.Failure!.Kind, result.RetryAfter).Should().Be((CheckOutcome.Degraded, FailureKind.RateLimited, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task CheckAsync_ServerError_IsAnOutageWhateverItSaysOfTheToken(int status)
    {
        await using var server = await LocalServer.AnswerAsync(status, """{"ok":false,"error":"token_revoked"}""");

        (await CheckAsync(server)).Failure!.Kind.Should().Be(FailureKind.ProviderOutage);
    }

    [Theory]
    [InlineData("chat:write,users:read", CheckOutcome.Succeeded, IntegrationStatus.Healthy)]
    [InlineData("users:read, channels:read", CheckOutcome.Degraded, IntegrationStatus.Unhealthy)]
    public async Task CheckAsync_ScopesHeader_IsComparedWithWhatIsRequired(string scopes, CheckOutcome outcome, IntegrationStatus send)
    {
        await using var server = await LocalServer.AnswerAsync(200, Ok, "application/json", ("X-OAuth-Scopes", scopes));

        var result = await CheckAsync(server, new SlackSettings { RequiredScopes = { "chat:write" } });

        result.Outcome.Should().Be(outcome);
        result.Capabilities.Single(one => one.Name == "send").Status.Should().Be(send);
        result.Capabilities.Single(one => one.Name == "people").Status.Should().Be(IntegrationStatus.Healthy);
    }

    [Fact]
    public async Task CheckAsync_EmptyScopesHeader_IsATokenThatMayDoNothing()
    {
        await using var server = await LocalServer.AnswerAsync(200, Ok, "application/json", ("X-OAuth-Scopes", ""));

        (await CheckAsync(server, new SlackSettings { RequiredScopes = { "chat:write" } })).Failure!.Kind.Should().Be(FailureKind.InsufficientScope);
    }

    [Theory]
    [InlineData("T0G9PQBBK", CheckOutcome.Succeeded)]
    [InlineData("T12345678", CheckOutcome.Degraded)]
    public async Task CheckAsync_Workspace_IsCompared(string expected, CheckOutcome outcome)
    {
        await using var server = await LocalServer.AnswerAsync(200, Ok);

        var result = await CheckAsync(server, new SlackSettings { TeamId = expected });

        result.Outcome.Should().Be(outcome);
        if (outcome == CheckOutcome.Degraded)
            result.Failure!.Message.Should().Contain("T0G9PQBBK").And.Contain(expected);
    }

    private Task<CheckResult> CheckAsync(LocalServer server, SlackSettings? settings = null)
    {
        settings ??= new SlackSettings();
        settings.BaseAddress = server.Address.ToString();
        return _probe.CheckAsync(SlackProvider.Definition, settings, VendorProbe.Credential(null));
    }
}
