using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Slack;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Slack;

/// <summary>Slack as its pages write it: <c>auth.test</c> for the owner's token, <c>apps.connections.open</c> for the application's.</summary>
public sealed class SlackSocketModeTests : IDisposable
{
    private const string Ok = """{"ok":true,"url":"https://s.slack.com/","team":"S","user":"grace","team_id":"T0G9PQBBK","user_id":"W23456789"}""";
    private const string Open = """{"ok":true,"url":"wss:\/\/wss-somethiing.slack.com\/link\/?ticket=secret-ticket-12348&app_id=5678"}""";
    private const string AppToken = "an-app-level-token-0123456789";

    private readonly VendorProbe _probe = new();
    private readonly IIntegrationChecker _checker;
    private int _opened;
    private string? _openedWith;

    public SlackSocketModeTests() => _checker = SlackProvider.Definition.CreateChecker(_probe.Services);

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task CheckAsync_AppToken_EventsAreACapabilityOfTheirOwn()
    {
        await using var server = await StartAsync(200, Open);

        var result = await CheckAsync(server);

        _openedWith.Should().Be($"POST Bearer {AppToken} 0");
        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Capabilities.Should().ContainEquivalentOf(new CapabilityHealth("events", IntegrationStatus.Healthy));
        result.Data!.Values.Should().NotContain(value => value.Contains("ticket"));
    }

    [Fact]
    public async Task CheckAsync_NoAppToken_AsksForNoEvents()
    {
        await using var server = await StartAsync(200, Open);

        var result = await CheckAsync(server, appToken: null);

        (_opened, result.Capabilities.Count, result.Outcome).Should().Be((0, 0, CheckOutcome.Succeeded));
    }

    [Theory]
    [InlineData("invalid_auth", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("token_revoked", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("token_expired", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("not_authed", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("missing_args", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("missing_scope", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("not_allowed_token_type", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("account_inactive", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("forbidden_team", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("insecure_request", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("invalid_charset", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData("access_denied", FailureKind.AdminPolicy, ResponsibleParty.TenantAdministrator)]
    [InlineData("accesslimited", FailureKind.AdminPolicy, ResponsibleParty.TenantAdministrator)]
    [InlineData("internal_error", FailureKind.ProviderOutage, ResponsibleParty.Vendor)]
    [InlineData("something_new", FailureKind.Unknown, ResponsibleParty.Nobody)]
    public async Task CheckAsync_EventsRefused_IsDegradedAndNobodyIsAskedToReconnect(string error, FailureKind kind, ResponsibleParty party)
    {
        await using var server = await StartAsync(200, $$"""{"ok":false,"error":"{{error}}"}""");

        var result = await CheckAsync(server);

        (result.Outcome, result.Failure!.Kind, result.Failure.ResponsibleParty, result.Failure.VendorCode)
            .Should().Be((CheckOutcome.Degraded, kind, party, error));
        result.Failure.Action.Should().NotBe(RecoveryAction.Reconnect);
        result.Failure.Message.Should().StartWith("Messages work, but no events arrive.");
        result.Failure.DocsUrl.Should().EndWith("apps.connections.open");
        result.Capabilities.Single().Status.Should().NotBe(IntegrationStatus.Healthy);
    }

    [Theory]
    [InlineData(200, """{"ok":true,"url":"wss://wss.slack.com/?ticket=secret-tick""")]
    [InlineData(200, """{"ok":true,"address":"wss://wss.slack.com/?ticket=secret-ticket-9"}""")]
    [InlineData(200, "<html>Sign in</html>")]
    [InlineData(401, "<html>Sign in</html>")]
    [InlineData(503, "")]
    public async Task CheckAsync_NotSlacksAnswer_IsNeitherHealthyNorShowsATicket(int status, string body)
    {
        await using var server = await StartAsync(status, body);

        var result = await CheckAsync(server);

        result.Outcome.Should().Be(CheckOutcome.Degraded);
        result.Capabilities.Single().Status.Should().Be(IntegrationStatus.Degraded);
        $"{result.Failure} {result.Failure!.Evidence}".Should().NotContain("secret-tick");
        result.Failure.Action.Should().NotBe(RecoveryAction.Reconnect);
    }

    [Fact]
    public async Task CheckAsync_ManyWorkspacesOfOneApplication_AskOnceInTenMinutes()
    {
        await using var server = await StartAsync(200, Open);

        for (var workspace = 0; workspace < 20; workspace++)
            (await CheckAsync(server)).Capabilities.Should().ContainSingle();
        _opened.Should().Be(1);

        _probe.Time.Advance(SlackSocketMode.Fresh);
        await CheckAsync(server);
        _opened.Should().Be(2);
    }

    [Fact]
    public async Task CheckAsync_RateLimited_KeepsTheLastAnswerAndWaits()
    {
        var (status, body) = (200, Open);
        await using var server = await StartAsync(() => (status, body));
        await CheckAsync(server);
        (status, body) = (429, """{"ok":false,"error":"ratelimited"}""");
        _probe.Time.Advance(SlackSocketMode.Fresh);

        var limited = await CheckAsync(server);
        _probe.Time.Advance(TimeSpan.FromSeconds(119));
        await CheckAsync(server);

        (limited.Outcome, limited.RetryAfter).Should().Be((CheckOutcome.Succeeded, null));
        limited.Capabilities.Single().Status.Should().Be(IntegrationStatus.Healthy);
        _opened.Should().Be(2, "Slack asked to wait for 120 s");
    }

    [Fact]
    public async Task CheckAsync_OwnersTokenRevoked_AsksForNoEvents()
    {
        await using var server = await LocalServer.AnswerAsync(200, """{"ok":false,"error":"token_revoked"}""");

        (await CheckAsync(server)).Failure!.Kind.Should().Be(FailureKind.AuthenticationRevoked);
    }

    private Task<LocalServer> StartAsync(int status, string body) => StartAsync(() => (status, body));

    private Task<LocalServer> StartAsync(Func<(int Status, string Body)> open) => LocalServer.StartAsync(async context =>
    {
        context.Response.ContentType = "application/json";
        if (context.Request.Path != "/api/apps.connections.open")
        {
            await context.Response.WriteAsync(Ok);
            return;
        }

        _opened++;
        _openedWith = $"{context.Request.Method} {context.Request.Headers.Authorization} {context.Request.ContentLength}";
        (context.Response.StatusCode, var body) = open();
        if (context.Response.StatusCode == 429)
            context.Response.Headers.RetryAfter = "120";
        await context.Response.WriteAsync(body);
    });

    private async Task<CheckResult> CheckAsync(LocalServer server, string? appToken = AppToken)
    {
        var result = await VendorProbe.CheckAsync(_checker, new CheckContext(
            new Integration { Id = "one", Provider = "slack", Name = "One", Origin = IntegrationOrigin.Configuration },
            new SlackSettings { BaseAddress = server.Address.ToString() }, VendorProbe.Credential(null) with { AppToken = appToken }));
        $"{result} {result.Failure} {result.Failure?.Evidence}".Should().NotContain(AppToken);
        return result;
    }
}
