using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Presets;

/// <summary>Each vendor's documented failures, status, headers and body, and what they mean.</summary>
public sealed class PresetErrorTests : IDisposable
{
    private const string GitHubBody = """{"message":"{0}","documentation_url":"https://docs.github.com/rest","status":"403"}""";
    private const string GraphBody = """{"error":{"code":"{0}","message":"Said in words.","innerError":{"date":"2026-01-01T12:00:00","request-id":"b8c1","client-request-id":"b8c1"}}}""";
    private const string StripeBody = """{"error":{"message":"Said in words.","type":"{0}","request_log_url":"https://dashboard.stripe.com/logs/req_1"}}""";
    private const string HubSpotBody = """{"status":"error","message":"Said in words.","correlationId":"aa4b","category":"{0}"}""";
    private const string SalesforceBody = """[{"message":"Said in words.","errorCode":"{0}"}]""";
    private const string NotionBody = """{"object":"error","status":400,"code":"{0}","message":"Said in words.","request_id":"9f4e"}""";
    private const string JiraBody = """{"code":{1},"message":"{0}"}""";

    private readonly VendorProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Theory]
    [InlineData(401, "Bad credentials", FailureKind.AuthenticationRevoked, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", FailureKind.RateLimited, Confidence.High, ResponsibleParty.Nobody)]
    [InlineData(403, "Resource not accessible by personal access token", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(403, "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(403, "Although you appear to have the correct authorization credentials, the `octo` organization has enabled OAuth App access restrictions", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData(503, "No server is currently available to service your request.", FailureKind.ProviderOutage, Confidence.Medium, ResponsibleParty.Vendor)]
    [InlineData(403, "Forbidden for a reason of its own", FailureKind.AdminPolicy, Confidence.Medium, ResponsibleParty.TenantAdministrator)]
    public Task GitHub_Message_IsDiagnosed(int status, string message, FailureKind kind, Confidence confidence, ResponsibleParty party) =>
        ShouldBeAsync(GitHub.Preset, new ApiSettings(), status, GitHubBody.Replace("{0}", message), kind, confidence, party);

    [Fact]
    public async Task GitHub_QuotaUsedUp_WaitsUntilTheReset()
    {
        var reset = HttpProbe.Now.AddMinutes(17).ToUnixTimeSeconds();
        var result = await CheckAsync(GitHub.Preset, new ApiSettings(), 403, GitHubBody.Replace("{0}", "API rate limit exceeded for user ID 583231."),
            ("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", $"{reset}"));

        (result.Outcome, result.Failure!.Kind, result.RetryAfter).Should().Be((CheckOutcome.Degraded, FailureKind.RateLimited, TimeSpan.FromMinutes(17)));
    }

    [Theory]
    [InlineData("https://github.com/orgs/octo/sso?authorization_request=AZSCKtL4U8yX1H3sCQIVnVgmjmon5fWxks5YrqhJgah0b2tlbl9pZM4EuMz4", true)]
    [InlineData("https://octo.ghe.com/orgs/octo/sso?authorization_request=AZ", true)]
    [InlineData("https://github.com.evil.example/orgs/octo/sso", false)]
    [InlineData("https://evilgithub.com/orgs/octo/sso", false)]
    [InlineData("https://me@github.com/orgs/octo/sso", false)]
    [InlineData("http://github.com/orgs/octo/sso", false)]
    [InlineData("javascript:alert(1)", false)]
    public async Task GitHub_SingleSignOn_SaysWhereToSignOn(string address, bool isShown)
    {
        var result = await CheckAsync(GitHub.Preset, new ApiSettings(), 403, GitHubBody.Replace("{0}", "Resource protected."), ("X-GitHub-SSO", "required; url=" + address));

        result.Failure!.VendorCode.Should().Be("x-github-sso");
        result.Failure.Message.Contains(address, StringComparison.Ordinal).Should().Be(isShown, result.Failure.Message);
        result.Failure.Message.Should().Contain("single sign-on").And.EndWith(".");
    }

    [Theory]
    [InlineData(401, "InvalidAuthenticationToken", FailureKind.AuthenticationRevoked, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData(403, "accessDenied", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(403, "Authorization_RequestDenied", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(403, "ErrorAccessDenied", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(403, "extensionError", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData(404, "MailboxNotEnabledForRESTAPI", FailureKind.AccountSuspended, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData(429, "TooManyRequests", FailureKind.RateLimited, Confidence.High, ResponsibleParty.Nobody)]
    [InlineData(429, "activityLimitReached", FailureKind.RateLimited, Confidence.High, ResponsibleParty.Nobody)]
    [InlineData(503, "serviceNotAvailable", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData(400, "somethingNew", FailureKind.Unknown, Confidence.Low, ResponsibleParty.Nobody)]
    public Task MicrosoftGraph_Code_IsDiagnosed(int status, string code, FailureKind kind, Confidence confidence, ResponsibleParty party) =>
        ShouldBeAsync(MicrosoftGraph.Preset, new MicrosoftGraphSettings(), status, GraphBody.Replace("{0}", code), kind, confidence, party);

    [Theory]
    [InlineData(401, FailureKind.AuthenticationRevoked)]
    [InlineData(403, FailureKind.AdminPolicy)]
    public async Task MicrosoftGraph_ClaimsChallenge_AsksForASignIn(int status, FailureKind kind)
    {
        var result = await CheckAsync(MicrosoftGraph.Preset, new MicrosoftGraphSettings(), status, GraphBody.Replace("{0}", "InvalidAuthenticationToken"),
            ("WWW-Authenticate", """Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ==" """));

        (result.Failure!.Kind, result.Failure.Confidence).Should().Be((kind, Confidence.High));
    }

    [Fact]
    public async Task MicrosoftGraph_InnerError_SaysMore() =>
        (await CheckAsync(MicrosoftGraph.Preset, new MicrosoftGraphSettings(), 403,
            """{"error":{"code":"Forbidden","message":"x","innerError":{"code":"MailboxNotEnabledForRESTAPI","request-id":"1"}}}"""))
        .Failure!.Kind.Should().Be(FailureKind.AccountSuspended);

    [Theory]
    [InlineData(401, "invalid_request_error", FailureKind.AuthenticationRevoked, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData(403, "invalid_request_error", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(424, "api_error", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData(429, "invalid_request_error", FailureKind.RateLimited, Confidence.High, ResponsibleParty.Nobody)]
    [InlineData(500, "api_error", FailureKind.ProviderOutage, Confidence.Medium, ResponsibleParty.Vendor)]
    [InlineData(400, "invalid_request_error", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    public Task Stripe_Type_IsDiagnosed(int status, string type, FailureKind kind, Confidence confidence, ResponsibleParty party) =>
        ShouldBeAsync(Stripe.Preset, new StripeSettings(), status, StripeBody.Replace("{0}", type), kind, confidence, party);

    [Theory]
    [InlineData(401, "EXPIRED_AUTHENTICATION", FailureKind.AuthenticationExpired, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(401, "INVALID_AUTHENTICATION", FailureKind.AuthenticationRevoked, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData(403, "MISSING_SCOPES", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(429, "RATE_LIMITS", FailureKind.RateLimited, Confidence.High, ResponsibleParty.Nobody)]
    [InlineData(502, "INTERNAL", FailureKind.ProviderOutage, Confidence.Medium, ResponsibleParty.Vendor)]
    public Task HubSpot_Category_IsDiagnosed(int status, string category, FailureKind kind, Confidence confidence, ResponsibleParty party) =>
        ShouldBeAsync(HubSpot.Preset, new ApiSettings(), status, HubSpotBody.Replace("{0}", category), kind, confidence, party);

    [Fact]
    public async Task HubSpot_DayUsedUp_MakesNoOtherAccountWait()
    {
        var result = await CheckAsync(HubSpot.Preset, new ApiSettings(), 429,
            """{"status":"error","message":"You have reached your daily limit.","correlationId":"a","policyName":"DAILY","category":"RATE_LIMITS"}""");

        (result.RetryAfter, result.RetryAfterScope).Should().Be((TimeSpan.FromHours(1), LimitScope.Credential));
    }

    /// <summary>A token of which nobody knows when it ends may merely have ended: its refresh token has to be tried before a person is asked.</summary>
    [Theory]
    [InlineData("github", """{"message":"Bad credentials"}""")]
    [InlineData("microsoft-graph", """{"error":{"code":"InvalidAuthenticationToken","message":"x"}}""")]
    [InlineData("stripe", """{"error":{"message":"Invalid API Key provided: rk_live_***","type":"invalid_request_error"}}""")]
    [InlineData("hubspot", """{"status":"error","message":"x","category":"INVALID_AUTHENTICATION"}""")]
    [InlineData("salesforce", """[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""")]
    [InlineData("notion", """{"object":"error","status":401,"code":"unauthorized","message":"API token is invalid."}""")]
    [InlineData("jira", """{"code":401,"message":"Unauthorized"}""")]
    public async Task AnyPreset_RefusedWithoutAKnownEnd_IsRefreshedFirst(string name, string body)
    {
        var (preset, settings) = Find(name);
        await using var server = await LocalServer.StartAsync(async context =>
        {
            var isOld = context.Request.Headers.Authorization == "Bearer secret-1";
            context.Response.StatusCode = isOld ? 401 : 503;
            await context.Response.WriteAsync(isOld ? body : "");
        });
        settings.BaseAddress = server.Address.ToString();
        var checker = preset.Definition.CreateChecker(_probe.Services);
        using var bench = new CheckBench(usesCredential: true);
        bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        bench.Credentials.Refreshed = ScriptedCredentials.Token("2");
        bench.Checker.Answer = (context, cancellationToken) =>
            checker.CheckAsync(new CheckContext(context.Integration with { Origin = IntegrationOrigin.Code }, settings, context.Credential), cancellationToken);

        var result = (await bench.RunAsync())!.Value.Result;

        bench.Credentials.Rejected.Should().ContainSingle();
        result.Failure!.Kind.Should().Be(FailureKind.ProviderOutage, "the new token was tried");
    }

    [Theory]
    [InlineData(401, "INVALID_SESSION_ID", FailureKind.AuthenticationRevoked, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", FailureKind.RateLimited, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData(403, "API_DISABLED_FOR_ORG", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData(403, "API_CURRENTLY_DISABLED", FailureKind.AdminPolicy, Confidence.High, ResponsibleParty.TenantAdministrator)]
    [InlineData(403, "INSUFFICIENT_ACCESS", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(404, "NOT_FOUND", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData(503, "SERVER_UNAVAILABLE", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData(400, "SOMETHING_NEW", FailureKind.Unknown, Confidence.Low, ResponsibleParty.Nobody)]
    public Task Salesforce_ErrorCode_IsDiagnosed(int status, string code, FailureKind kind, Confidence confidence, ResponsibleParty party) =>
        ShouldBeAsync(Salesforce.Preset, new SalesforceSettings(), status, SalesforceBody.Replace("{0}", code), kind, confidence, party);

    [Theory]
    [InlineData(401, "unauthorized", FailureKind.AuthenticationRevoked, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData(403, "restricted_resource", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(404, "object_not_found", FailureKind.InsufficientScope, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData(400, "missing_version", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData(400, "validation_error", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Developer)]
    [InlineData(429, "rate_limited", FailureKind.RateLimited, Confidence.High, ResponsibleParty.Nobody)]
    [InlineData(529, "service_overload", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData(500, "internal_server_error", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData(503, "service_unavailable", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData(503, "database_connection_unavailable", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    [InlineData(504, "gateway_timeout", FailureKind.ProviderOutage, Confidence.High, ResponsibleParty.Vendor)]
    public Task Notion_Code_IsDiagnosed(int status, string code, FailureKind kind, Confidence confidence, ResponsibleParty party) =>
        ShouldBeAsync(Notion.Preset, new ApiSettings(), status, NotionBody.Replace("{0}", code), kind, confidence, party);

    [Theory]
    [InlineData(401, "Unauthorized; scope does not match", FailureKind.InsufficientScope, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(401, "Unauthorized", FailureKind.AuthenticationRevoked, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData(403, "Forbidden", FailureKind.InsufficientScope, Confidence.Medium, ResponsibleParty.Owner)]
    [InlineData(404, "Not Found", FailureKind.Misconfigured, Confidence.High, ResponsibleParty.Owner)]
    [InlineData(429, "Rate limit exceeded", FailureKind.RateLimited, Confidence.High, ResponsibleParty.Nobody)]
    [InlineData(503, "Unavailable", FailureKind.ProviderOutage, Confidence.Medium, ResponsibleParty.Vendor)]
    public Task Jira_Message_IsDiagnosed(int status, string message, FailureKind kind, Confidence confidence, ResponsibleParty party) => ShouldBeAsync(
        Jira.Preset, new JiraSettings { CloudId = "1324a887" }, status, JiraBody.Replace("{0}", message).Replace("{1}", $"{status}"), kind, confidence, party);

    /// <summary>What every preset owes: a firewall's page condemns nobody, an ended token is expired and not revoked.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task AnyPreset_PageOfAFirewall_SaysNothingOfTheConnection(string name)
    {
        var (preset, settings) = Find(name);
        await using var server = await LocalServer.AnswerAsync(403, "<html><body>Blocked by policy</body></html>", "text/html");

        (await CheckAsync(preset, settings, server)).Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AnyPreset_SuccessWithAWebPage_IsNeverHealthy(string name)
    {
        var (preset, settings) = Find(name);
        await using var server = await LocalServer.AnswerAsync(200, "<html><body>Sign in to the hotel's network</body></html>", "text/html");

        (await CheckAsync(preset, settings, server)).Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnyPreset_EveryLine_HasAMessageAndDocumentation(string name)
    {
        var api = Find(name).Preset.Api;

        api.Errors.Should().OnlyContain(error => error.Message.Length > 20 && error.Message.Length < 300).And.NotBeEmpty();
        api.DocsUrl.Should().StartWith("https://");
    }

    public static TheoryData<string> Names() => [.. PresetProviders.All.Select(definition => definition.Name)];

    internal static (Preset Preset, ApiSettings Settings) Find(string name) => name switch
    {
        "github" => (GitHub.Preset, new ApiSettings()),
        "microsoft-graph" => (MicrosoftGraph.Preset, new MicrosoftGraphSettings()),
        "stripe" => (Stripe.Preset, new StripeSettings()),
        "hubspot" => (HubSpot.Preset, new ApiSettings()),
        "salesforce" => (Salesforce.Preset, new SalesforceSettings()),
        "notion" => (Notion.Preset, new ApiSettings()),
        "jira" => (Jira.Preset, new JiraSettings()),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private async Task ShouldBeAsync(
        Preset preset, ApiSettings settings, int status, string body, FailureKind kind, Confidence confidence, ResponsibleParty party)
    {
        var result = await CheckAsync(preset, settings, status, body);

        (result.Failure!.Kind, result.Failure.Confidence, result.Failure.ResponsibleParty).Should().Be((kind, confidence, party));
        result.Failure.DocsUrl.Should().StartWith("https://");
        result.Failure.Evidence.Should().StartWith($"HTTP {status}");
    }

    private async Task<CheckResult> CheckAsync(Preset preset, ApiSettings settings, int status, string body, params (string, string)[] headers)
    {
        await using var server = await LocalServer.AnswerAsync(status, body, "application/json; charset=utf-8", headers);
        return await CheckAsync(preset, settings, server);
    }

    private Task<CheckResult> CheckAsync(Preset preset, ApiSettings settings, LocalServer server)
    {
        settings.BaseAddress = server.Address.ToString();
        return _probe.CheckAsync(preset.Definition, settings, VendorProbe.Credential());
    }
}
