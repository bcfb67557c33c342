using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Presets;

/// <summary>The setting <c>account</c> where the answer to the check itself names no account: the vendor is asked once more, or the setting is refused.</summary>
public sealed class PresetAccountTests : IDisposable
{
    private const string Balance = """{"object":"balance","available":[],"livemode":true,"pending":[]}""";
    private const string StripeAccount = """{"id":"acct_1Nv0FGQ9RKHgCVdK","object":"account","email":"ann@example.com","charges_enabled":true}""";
    private const string Limits = """{"DailyApiRequests":{"Max":15000,"Remaining":14998}}""";
    private const string UserInfo = """{"sub":"https://login.salesforce.com/id/00D/005","user_id":"005x","organization_id":"00Dx0000000BV7zEAG","preferred_username":"ann@acme.example","email":"ann@acme.example"}""";
    private const string Inbox = """{"id":"AAMk","totalItemCount":3}""";
    private const string Me = """{"userPrincipalName":"adele@contoso.com"}""";

    private readonly VendorProbe _probe = new();
    private readonly List<string> _asked = [];

    public void Dispose() => _probe.Dispose();

    [Theory]
    [InlineData("stripe", "/v1/balance", Balance, "/v1/account", StripeAccount, "acct_other", "acct_1Nv0FGQ9RKHgCVdK")]
    [InlineData("salesforce", "/services/data/v62.0/limits", Limits, "/services/oauth2/userinfo", UserInfo, "ben@acme.example", "ann@acme.example")]
    [InlineData("microsoft-graph", "/v1.0/me/mailFolders/inbox", Inbox, "/v1.0/me", Me, "megan@contoso.com", "adele@contoso.com")]
    public async Task CheckAsync_AnotherAccount_IsAFinding(string name, string path, string body, string accountPath, string accountBody, string expected, string found)
    {
        await using var server = await ServeAsync((path, 200, body), (accountPath, 200, accountBody));

        var result = await CheckAsync(name, server, expected);

        (result.Outcome, result.Failure?.Kind).Should().Be((CheckOutcome.Degraded, FailureKind.Misconfigured));
        result.Failure!.Message.Should().Contain(found).And.Contain(expected);
        _asked.Should().Equal(path, accountPath);
    }

    [Theory]
    [InlineData("stripe", "/v1/balance", Balance, "/v1/account", StripeAccount, "acct_1Nv0FGQ9RKHgCVdK")]
    [InlineData("salesforce", "/services/data/v62.0/limits", Limits, "/services/oauth2/userinfo", UserInfo, "ann@acme.example")]
    [InlineData("salesforce", "/services/data/v62.0/limits", Limits, "/services/oauth2/userinfo", UserInfo, "00Dx0000000BV7zEAG")]
    [InlineData("microsoft-graph", "/v1.0/me/mailFolders/inbox", Inbox, "/v1.0/me", Me, "Adele@contoso.com")]
    public async Task CheckAsync_ExpectedAccount_IsHealthy(string name, string path, string body, string accountPath, string accountBody, string expected)
    {
        await using var server = await ServeAsync((path, 200, body), (accountPath, 200, accountBody));

        (await CheckAsync(name, server, expected)).Outcome.Should().Be(CheckOutcome.Succeeded);
        _asked.Should().Equal(path, accountPath);
    }

    [Fact]
    public async Task CheckAsync_NoAccountExpected_AsksOnce()
    {
        await using var server = await ServeAsync(("/v1/balance", 200, Balance));

        (await CheckAsync("stripe", server, account: null)).Outcome.Should().Be(CheckOutcome.Succeeded);
        _asked.Should().Equal("/v1/balance");
    }

    /// <summary>The connection works; only whose it is cannot be said.</summary>
    [Fact]
    public async Task CheckAsync_AccountMayNotBeRead_IsDegraded_AndSaysSo()
    {
        await using var server = await ServeAsync(
            ("/v1/balance", 200, Balance), ("/v1/account", 403, """{"error":{"message":"The provided key does not have permission.","type":"invalid_request_error"}}"""));

        var result = await CheckAsync("stripe", server, "acct_1");

        (result.Outcome, result.Failure?.Kind).Should().Be((CheckOutcome.Degraded, FailureKind.InsufficientScope));
        result.Data.Should().Contain("livemode", "true");
    }

    [Fact]
    public async Task CheckAsync_OutageOnlyForTheAccount_IsDegraded()
    {
        await using var server = await ServeAsync(("/v1/balance", 200, Balance), ("/v1/account", 503, "{}"));

        var result = await CheckAsync("stripe", server, "acct_1");

        (result.Outcome, result.Failure?.Kind).Should().Be((CheckOutcome.Degraded, FailureKind.ProviderOutage));
    }

    [Fact]
    public async Task CheckAsync_SignedOutOnlyForTheAccount_IsNotCalledBroken()
    {
        await using var server = await ServeAsync(("/services/data/v62.0/limits", 200, Limits), ("/services/oauth2/userinfo", 401, "Bad_OAuth_Token"));

        (await CheckAsync("salesforce", server, "ann@acme.example")).Outcome.Should().Be(CheckOutcome.Degraded);
    }

    [Fact]
    public async Task CheckAsync_BudgetIsUpBeforeTheAccount_StaysHealthy_AndWaits()
    {
        using var probe = new VendorProbe(options => options.Providers["stripe"] = new() { QuotaBudget = 1 });
        await using var server = await ServeAsync(("/v1/balance", 200, Balance));

        var result = await CheckAsync("stripe", server, "acct_1", probe);

        (result.Outcome, result.Failure).Should().Be((CheckOutcome.Succeeded, null));
        result.RetryAfter.Should().BePositive();
        _asked.Should().Equal("/v1/balance");
    }

    [Fact]
    public void Jira_AccountWithoutCloudId_IsRefused()
    {
        Jira.Preset.Definition.Validate!(new JiraSettings { Account = "5b10" }).Should().ContainSingle().Which.Should().Match<IntegrationHealth.Catalog.IntegrationValidationError>(
            error => error.Field == "settings.account" && error.Message.Contains("cloudId"));
        Jira.Preset.Definition.Validate!(new JiraSettings { Account = "5b10", CloudId = "1324a887" }).Should().BeEmpty();
    }

    private Task<LocalServer> ServeAsync(params (string Path, int Status, string Body)[] answers) => LocalServer.StartAsync(context =>
    {
        _asked.Add(context.Request.Path);
        var answer = answers.FirstOrDefault(one => one.Path == context.Request.Path);
        context.Response.StatusCode = answer.Path is null ? 404 : answer.Status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.Body ?? "{}");
    });

    private Task<CheckResult> CheckAsync(string name, LocalServer server, string? account, VendorProbe? probe = null)
    {
        var (preset, settings) = PresetErrorTests.Find(name);
        if (settings is MicrosoftGraphSettings graph)
            graph.Probe = "mail";
        settings.Account = account;
        settings.BaseAddress = server.Address.ToString();
        return (probe ?? _probe).CheckAsync(preset.Definition, settings, VendorProbe.Credential());
    }
}
