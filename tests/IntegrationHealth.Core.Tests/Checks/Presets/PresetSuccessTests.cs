using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Presets;

public sealed class PresetSuccessTests : IDisposable
{
    private const string GitHubUser = """{"login":"octocat","id":583231,"node_id":"MDQ6VXNlcjU4MzIzMQ==","type":"User","site_admin":false}""";

    private readonly VendorProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Theory]
    [InlineData("github", "GET /user", GitHubUser, "login", "octocat")]
    [InlineData("microsoft-graph", "GET /v1.0/me?$select=id,displayName,mail,userPrincipalName", """{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$entity","id":"87d3","displayName":"Adele Vance","mail":"adele@contoso.com","userPrincipalName":"adele@contoso.com"}""", "userPrincipalName", "adele@contoso.com")]
    [InlineData("stripe", "GET /v1/balance", """{"object":"balance","available":[{"amount":0,"currency":"usd"}],"livemode":false,"pending":[]}""", "livemode", "false")]
    [InlineData("hubspot", "GET /account-info/v3/details", """{"portalId":12345,"timeZone":"US/Eastern","uiDomain":"app.hubspot.com","dataHostingLocation":"na1"}""", "portalId", "12345")]
    [InlineData("salesforce", "GET /services/data/v62.0/limits", """{"DailyApiRequests":{"Max":15000,"Remaining":14998}}""", "Remaining", "14998")]
    [InlineData("notion", "GET /v1/users/me", """{"object":"user","id":"16d8","name":"Doug Bot","type":"bot","bot":{"owner":{"type":"workspace","workspace":true},"workspace_name":"Acme"}}""", "workspace_name", "Acme")]
    [InlineData("jira", "GET /oauth/token/accessible-resources", """[{"id":"1324a887","name":"acme","url":"https://acme.atlassian.net","scopes":["read:jira-work"]}]""", null, null)]
    public async Task CheckAsync_DocumentedAnswer_IsHealthyAndShown(string name, string request, string body, string? shown, string? value)
    {
        string? seen = null;
        await using var server = await LocalServer.StartAsync(async context =>
        {
            seen = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
            context.Request.Headers.Authorization.ToString().Should().Be("Bearer " + VendorProbe.Token);
            context.Request.Headers.UserAgent.Count.Should().Be(1);
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(body);
        });

        var result = await CheckAsync(name, server);

        result.Outcome.Should().Be(CheckOutcome.Succeeded, result.Failure?.ToString());
        seen.Should().Be(request);
        if (shown is not null)
            result.Data.Should().Contain(shown, value!);
    }

    [Fact]
    public async Task GitHub_Quota_IsShown()
    {
        await using var server = await LocalServer.AnswerAsync(
            200, GitHubUser, "application/json", ("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "1250"), ("X-RateLimit-Reset", "1767272400"));

        (await CheckAsync("github", server)).Data.Should().Contain("quotaLimit", "5000").And.Contain("quotaRemaining", "1250").And.Contain("quotaUsedPercent", "75");
    }

    [Fact]
    public async Task GitHub_ScopeLost_NamesWhatStoppedAndWhatDidNot()
    {
        await using var server = await LocalServer.AnswerAsync(200, GitHubUser, "application/json", ("X-OAuth-Scopes", "read:user, gist"));

        var result = await CheckAsync("github", server, settings => settings.RequiredScopes = ["read:user", "admin:repo_hook"]);

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Degraded, FailureKind.InsufficientScope));
        result.Failure.Message.Should().Contain("managing repository webhooks");
        result.Capabilities.Should().Contain(one => one.Name == "events" && one.Status == IntegrationStatus.Unhealthy)
            .And.Contain(one => one.Name == "profile" && one.Status == IntegrationStatus.Healthy);
    }

    [Theory]
    [InlineData("", "the-host-token-0123456789", CheckOutcome.Degraded)]
    [InlineData(null, "the-host-token-0123456789", CheckOutcome.Succeeded)]
    // Tokens that have permissions in place of scopes.
    [InlineData("", "ghu_16C7e42F292c6912E7710c838347Ae178B4a", CheckOutcome.Succeeded)]
    [InlineData("", "github_pat_11AAAAAAA0abcdefghijkl_x", CheckOutcome.Succeeded)]
    public async Task GitHub_NoScopeAtAll_IsToldFromNoWordAboutScopes(string? header, string token, CheckOutcome outcome)
    {
        await using var server = await LocalServer.AnswerAsync(200, GitHubUser, "application/json", header is null ? [] : [("X-OAuth-Scopes", header)]);

        var result = await _probe.CheckAsync(
            GitHub.Preset.Definition, new ApiSettings { RequiredScopes = ["repo"], BaseAddress = server.Address.ToString() }, HttpProbe.Token(token: token));

        (result.Outcome, result.Failure?.Kind).Should().Be((outcome, outcome == CheckOutcome.Degraded ? FailureKind.InsufficientScope : null));
    }

    [Fact]
    public async Task GitHub_NoScopeInTheHeader_IsNotMadeUpForByWhatTheHostRemembers()
    {
        await using var server = await LocalServer.AnswerAsync(200, GitHubUser, "application/json", ("X-OAuth-Scopes", ""));

        var result = await _probe.CheckAsync(
            GitHub.Preset.Definition, new ApiSettings { RequiredScopes = ["repo"], BaseAddress = server.Address.ToString() }, VendorProbe.Credential(30, "repo"));

        result.Failure!.Kind.Should().Be(FailureKind.InsufficientScope);
    }

    [Fact]
    public async Task GitHub_AnotherAccount_IsAFinding()
    {
        await using var server = await LocalServer.AnswerAsync(200, GitHubUser);

        var result = await CheckAsync("github", server, settings => settings.Account = "hubot");

        result.Outcome.Should().Be(CheckOutcome.Degraded);
        result.Failure!.Message.Should().Contain("octocat").And.Contain("hubot");
    }

    [Fact]
    public async Task Stripe_TestKeyWhereLiveIsExpected_IsAFinding()
    {
        await using var server = await LocalServer.AnswerAsync(200, """{"object":"balance","livemode":false}""");

        var result = await CheckAsync("stripe", server, settings => ((StripeSettings)settings).LiveMode = true);

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Degraded, FailureKind.Misconfigured));
    }

    [Fact]
    public async Task Jira_NoSiteLeft_IsFound()
    {
        await using var server = await LocalServer.AnswerAsync(200, "[]");

        (await CheckAsync("jira", server)).Failure!.Kind.Should().Be(FailureKind.AuthenticationRevoked);
    }

    [Theory]
    [InlineData("mail", "/v1.0/me/mailFolders/inbox")]
    [InlineData("calendar", "/v1.0/me/calendar")]
    public async Task MicrosoftGraph_Probe_ReadsWhatIsUsed(string probe, string path)
    {
        string? seen = null;
        await using var server = await LocalServer.StartAsync(context =>
        {
            seen = context.Request.Path;
            return context.Response.WriteAsync("""{"id":"AAMk"}""");
        });

        (await CheckAsync("microsoft-graph", server, settings => ((MicrosoftGraphSettings)settings).Probe = probe)).Outcome.Should().Be(CheckOutcome.Succeeded);
        seen.Should().Be(path);
    }

    [Theory]
    [InlineData("https://evil.example/", null)]
    [InlineData("https://salesforce.com.evil.example", null)]
    [InlineData("http://acme.my.salesforce.com", null)]
    [InlineData(null, null)]
    public void Salesforce_HostOfAnother_IsRefused(string? instance, string? baseAddress) => Salesforce.Preset.Definition.Validate!(
        new SalesforceSettings { InstanceUrl = instance, BaseAddress = baseAddress }).Should().ContainSingle().Which.Field.Should().Be("settings.instanceUrl");

    private Task<CheckResult> CheckAsync(string name, LocalServer server, Action<ApiSettings>? configure = null)
    {
        var (preset, settings) = PresetErrorTests.Find(name);
        configure?.Invoke(settings);
        settings.BaseAddress = server.Address.ToString();
        return _probe.CheckAsync(preset.Definition, settings, VendorProbe.Credential());
    }
}
