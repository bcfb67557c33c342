using System.Net.Sockets;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Google;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Checks.Slack;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.Tests.Checks.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Checks.Vendors;

public sealed class VendorClientTests : IDisposable
{
    private readonly VendorProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Theory]
    [InlineData(200, """{"email":"ada@example.com"}""", null, null)]
    [InlineData(401, "", FailureKind.InvalidResponse, null)]
    [InlineData(401, "{}", FailureKind.AuthenticationRevoked, null)]
    [InlineData(403, """{"error":"PLAN_ENDED"}""", FailureKind.AccountSuspended, "PLAN_ENDED")]
    [InlineData(400, """{"error":"invalid_grant"}""", FailureKind.AuthenticationRevoked, "invalid_grant")]
    [InlineData(400, """{"error":"consent_required"}""", FailureKind.AuthenticationRevoked, "consent_required")]
    [InlineData(503, """{"error":"temporarily_unavailable"}""", FailureKind.ProviderOutage, "temporarily_unavailable")]
    public async Task AskAsync_HostsOwnChecker_IsDiagnosedByItsMap(int status, string body, FailureKind? kind, string? code)
    {
        await using var server = await LocalServer.AnswerAsync(status, body);
        var checker = new TodoistChecker(_probe.Client, server.Address.ToString());
        var integration = new Integration { Id = "t", Provider = "todoist", Name = "T", Origin = IntegrationOrigin.Code };

        var result = await checker.CheckAsync(
            new CheckContext(integration, new object(), VendorProbe.Credential()), TestContext.Current.CancellationToken);

        result.Failure?.Kind.Should().Be(kind);
        (result.Outcome == CheckOutcome.Succeeded).Should().Be(kind is null);
        result.Failure?.VendorCode.Should().Be(code);
        result.Failure?.Message.Should().Contain("Todoist");
    }

    [Theory]
    [InlineData(true, "", FailureKind.AuthenticationRevoked)]
    [InlineData(true, "Unauthorized", FailureKind.AuthenticationRevoked)]
    [InlineData(true, "<html>Sign in</html>", FailureKind.InvalidResponse)]
    [InlineData(false, "Unauthorized", FailureKind.InvalidResponse)]
    public async Task AskAsync_BareStatus_IsTheVendorsWhereItsErrorsAreBare(bool hasBareErrors, string body, FailureKind kind)
    {
        var api = new VendorApi
        {
            Name = "Bare",
            DocsUrl = "https://docs.example.com/",
            HasBareErrors = hasBareErrors,
            Errors = [new(401, null, FailureKind.AuthenticationRevoked, "Bare no longer accepts this connection.")],
        };
        await using var server = await LocalServer.AnswerAsync(401, body, "text/plain");
        var integration = new Integration { Id = "b", Provider = "bare", Name = "B", Origin = IntegrationOrigin.Code };

        var answer = await _probe.Client.AskAsync(api, new VendorRequest(server.Address.ToString()),
            new CheckContext(integration, new object(), VendorProbe.Credential()), TestContext.Current.CancellationToken);

        answer.Failed!.Failure!.Kind.Should().Be(kind);
        answer.Failed.Failure.IsDefinitive.Should().BeFalse();
    }

    [Theory]
    [InlineData(IntegrationOrigin.Runtime)]
    [InlineData(IntegrationOrigin.Source)]
    public async Task AskAsync_AddressTypedByAUser_PassesTheGuard(IntegrationOrigin origin)
    {
        await using var server = await LocalServer.AnswerAsync(200, """{"email":"ada@example.com"}""");
        var integration = new Integration { Id = "t", Provider = "todoist", Name = "T", Origin = origin };

        var result = await new TodoistChecker(_probe.Client, server.Address.ToString()).CheckAsync(
            new CheckContext(integration, new object(), VendorProbe.Credential()), TestContext.Current.CancellationToken);

        result.Outcome.Should().Be(CheckOutcome.Failed, "loopback is barred to users");
        result.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
    }

    [Theory]
    [InlineData("gmail", "{}", "gmail.googleapis.com", false)]
    [InlineData("salesforce", """{"instanceUrl":"https://acme.my.salesforce.com"}""", "acme.my.salesforce.com", true)]
    [InlineData("gmail", """{"baseAddress":"https://mail.proxy.example"}""", "mail.proxy.example", true)]
    public async Task AskAsync_NameCannotBeFound_NamesTheHostAndBlamesTypingOnlyWhereSomebodyTyped(string provider, string json, string host, bool isTyped)
    {
        using var nowhere = new NameThatNobodyKnows();
        using var probe = new VendorProbe(way: nowhere);
        var definition = Definitions.Concat(PresetProviders.All).First(one => one.Name == provider);

        var result = await probe.CheckAsync(definition, JsonSerializer.Deserialize(json, definition.SettingsType)!, VendorProbe.Credential());

        result.Failure!.Kind.Should().Be(FailureKind.Dns);
        result.Failure.Message.Should().Contain(host);
        result.Failure.Message.Contains("typing", StringComparison.Ordinal).Should().Be(isTyped);
    }

    [Fact]
    public async Task AskAsync_NoCredential_AsksNobody()
    {
        var result = await _probe.CheckAsync(SlackProvider.Definition, new SlackSettings(), null);

        (result.Failure!.Kind, result.Failure.Action).Should().Be((FailureKind.Misconfigured, RecoveryAction.FixConfiguration));
        result.Target.Should().BeNull("who was not asked does not prove that there is a network");
    }

    [Theory]
    [InlineData("gmail", """{"accountEmail":"nobody"}""", "settings.accountEmail")]
    [InlineData("gmail", """{"requiredScopes":["a b"]}""", "settings.requiredScopes")]
    [InlineData("gmail", """{"baseAddress":"ftp://x"}""", "settings.baseAddress")]
    [InlineData("google-calendar", """{"calendarId":""}""", "settings.calendarId")]
    [InlineData("google-calendar", """{"requireWrite":"true"}""", null)]
    [InlineData("slack", """{"teamId":"T 1"}""", "settings.teamId")]
    [InlineData("slack", """{"teamId":"T1","requiredScopes":["chat:write"],"baseAddress":"http://localhost:5000"}""", null)]
    public void Validate_Settings_NameTheFieldAtFault(string provider, string json, string? field)
    {
        var definition = Definitions.Single(one => one.Name == provider);

        var errors = definition.Validate!(JsonSerializer.Deserialize(json, definition.SettingsType)!).ToList();

        errors.Select(error => error.Field).Should().Equal(field is null ? [] : [field]);
    }

    [Fact]
    public void Definitions_Vendors_ShareOneVendorAndAreRegisteredOnce()
    {
        var services = new ServiceCollection();
        services.AddIntegrationHealth(health => health.AddGmail("mail", gmail => gmail.RequiredScopes.Add("gmail.send"))
            .AddGoogleCalendar("calendar").AddSlack("chat"));
        services.AddIntegrationHealth();
        using var provider = services.BuildServiceProvider();

        provider.GetServices<ProviderDefinition>().Select(one => one.Name).Should().BeEquivalentTo(
            "http", "gmail", "google-calendar", "slack", "github", "microsoft-graph", "stripe", "hubspot", "salesforce", "notion", "jira");
        Definitions.Should().OnlyContain(one => one.SharesOneVendor && one.UsesCredential && one.MaxChecksPerSecond > 0);
        provider.GetServices<CodeIntegration>().Select(one => one.Integration.Settings.GetRawText())
            .Should().Equal("""{"requiredScopes":["gmail.send"]}""", """{"requireWrite":false,"requiredScopes":[]}""", """{"requiredScopes":[]}""");
    }

    [Fact]
    public void Errors_EveryLine_HasWordsForAPerson()
    {
        foreach (var error in new[] { GoogleErrors.Gmail, GoogleErrors.Calendar, SlackErrors.Api }.SelectMany(api => api.Errors))
        {
            error.Message.Should().EndWith(".").And.NotContainAny("401", "403", "token_", "OAuth", "endpoint");
            error.Message.Length.Should().BeInRange(20, 250);
        }
    }

    private static ProviderDefinition[] Definitions { get; } =
        [GmailProvider.Definition, GoogleCalendarProvider.Definition, SlackProvider.Definition];

    private sealed class NameThatNobodyKnows : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException(
            HttpRequestError.NameResolutionError, inner: new SocketException((int)SocketError.HostNotFound));
    }
}
