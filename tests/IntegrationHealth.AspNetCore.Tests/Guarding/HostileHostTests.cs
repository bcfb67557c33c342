using System.Text.Json;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using IntegrationHealth.Tests.Realtime;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Guarding;

/// <summary>A host whose global settings would bend every answer that depended on them, behind a proxy with a path base.</summary>
public sealed class HostileHostTests
{
    [Theory]
    [InlineData("alice", "/api/integrations/health")]
    [InlineData("alice", "/api/integrations/mail/health")]
    [InlineData("alice", "/api/integrations/mail/health/history?resolution=hour")]
    [InlineData("alice", "/api/integrations/mail/health/incidents")]
    [InlineData("alice", "/api/integrations/mail/health/badge.svg")]
    [InlineData("alice", "/api/integrations/unknown/health")]
    [InlineData("alice", "/api/integrations/health?status=greenish")]
    [InlineData("alice", "/api/admin/integrations/health")]
    [InlineData("admin", "/api/admin/integrations/metrics?range=1h")]
    [InlineData("admin", "/api/admin/integrations/health/export")]
    [InlineData("admin", "/api/admin/audit")]
    [InlineData("admin", "/api/admin/outages")]
    [InlineData(null, "/api/integrations/health")]
    [InlineData(null, "/api/admin/system")]
    public async Task EveryAnswer_IsThatOfAPlainHost(string? user, string path)
    {
        await using var plain = await PlainAsync();
        await using var hostile = await HostileAsync();

        var expected = await AskAsync(plain, user, path);
        var actual = await AskAsync(hostile, user, "/base" + path);

        actual.Should().Be(expected);
    }

    [Fact]
    public async Task UnexpectedException_IsAProblemWithoutItsText()
    {
        await using var host = await HostileAsync(services => services.AddSingleton<IntegrationHealth.Auditing.IAuditLog>(new BrokenAuditLog(new InvalidOperationException("secret of the database"))));

        var (status, type, body) = await AskAsync(host, "admin", "/base/api/admin/audit");

        status.Should().Be(500);
        type.Should().Be("application/problem+json");
        body.Should().Contain("trace").And.NotContain("secret of the database");
    }

    [Fact]
    public async Task StorageThatIsAway_IsAProblemThatPasses()
    {
        await using var host = await HostileAsync(services => services.AddSingleton<IntegrationHealth.Auditing.IAuditLog>(
            new BrokenAuditLog(new InvalidOperationException("EF tried.", new ConnectionRefused()))));

        var (status, type, body) = await AskAsync(host, "admin", "/base/api/admin/audit");

        status.Should().Be(503);
        type.Should().Be("application/problem+json");
        body.Should().Contain("Storage is away").And.NotContain("secret of the database");
    }

    [Fact]
    public async Task FallbackPolicyOfTheHost_DoesNotAnswerForTheRoutes_ButItsAddedPolicyDoes()
    {
        (await AskAsync(await FallbackAsync(), "alice", "/api/integrations/health")).Status.Should().Be(200);
        (await AskAsync(await FallbackAsync("admins"), "alice", "/api/integrations/health")).Status.Should().Be(403);

        static Task<TestHost> FallbackAsync(params string[] added) => TestHost.StartAsync(
            TestHost.Build(services: services => services.AddAuthorizationBuilder()
                .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build())),
            app =>
            {
                var routes = app.MapIntegrationHealth(TestHost.Policies);
                if (added.Length > 0)
                    routes.RequireAuthorization(added);
            });
    }

    [Fact]
    public async Task Created_Location_NamesTheAddressThatTheProxyWasAskedFor()
    {
        await using var host = await HostileAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/base/api/integrations/mail/health/badge-links");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "status.example.com");

        using var response = await host.As("alice").SendAsync(request, TestContext.Current.CancellationToken);

        response.Headers.Location!.AbsoluteUri.Should().StartWith("https://status.example.com/base/api/integrations/mail/health/badge.svg?key=");
    }

    [Fact]
    public async Task Hub_HostWithItsOwnSignalR_KeepsItsOwnJson()
    {
        await using var host = await HostileAsync(services => services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 8)
            .AddJsonProtocol(json => json.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper));
        await using var client = await HubClient.ConnectAsync(host, "alice", path: "/base");
        await client.CallAsync("SubscribeMine");

        await host.ChangeAsync("mail", before => before);

        (await client.NextAsync("healthChanged"))[0].GetProperty("consecutiveFailures").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task HostsOwnEndpoints_AreAsTheHostWantsThem()
    {
        await using var host = await HostileAsync();

        (await AskAsync(host, "alice", "/base/hosts-own")).Should().Be((200, "application/json; charset=utf-8", "{\"A-VALUE\":\"ONE\"}"));
        (await AskAsync(host, null, "/base/no-such-route")).Body.Should().Be("the host's page for 404");
    }

    private static async Task<TestHost> PlainAsync() => await FillAsync(await TestHost.StartAsync());

    private static async Task<TestHost> HostileAsync(Action<IServiceCollection>? services = null) => await FillAsync(await TestHost.StartAsync(
        TestHost.Build(services: more =>
        {
            more.AddAuthentication().AddCookie(CookieAuthenticationDefaults.AuthenticationScheme);
            more.Configure<Microsoft.AspNetCore.Authentication.AuthenticationOptions>(options =>
                options.DefaultChallengeScheme = options.DefaultForbidScheme = CookieAuthenticationDefaults.AuthenticationScheme);
            more.AddSingleton<IAuthorizationMiddlewareResultHandler, PageForEverything>();
            more.ConfigureHttpJsonOptions(json =>
            {
                json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper;
                json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.WriteAsString;
                json.SerializerOptions.Converters.Add(new Shouting());
            });
            more.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Title = "bent");
            more.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins("https://elsewhere.example")));
            more.AddDataProtection();
            more.AddRouting(routing => routing.LowercaseUrls = true);
            services?.Invoke(more);
        }),
        app =>
        {
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All });
            app.UsePathBase("/base");
            app.UseExceptionHandler(handler => handler.Run(http =>
                http.Response.WriteAsync($"the host's page for {http.Features.Get<IExceptionHandlerFeature>()!.Error.Message}")));
            app.UseStatusCodePages(context => context.HttpContext.Response.WriteAsync($"the host's page for {context.HttpContext.Response.StatusCode}"));
            app.UseRouting();
            app.UseCors();
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/hosts-own", () => new { aValue = "one" });
            app.MapIntegrationHealth(TestHost.Policies);
        }));

    private static async Task<TestHost> FillAsync(TestHost host)
    {
        await host.AddAsync(Some.Integration("mail", name: "Ann's mail + é"), Some.Integration("other", "bob"));
        await host.WriteAsync("mail", before => before with { Status = IntegrationStatus.Healthy, LatencyMs = 12 });
        return host;
    }

    private static async Task<(int Status, string? Type, string Body)> AskAsync(TestHost host, string? user, string path)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        if (user is not null)
            client.DefaultRequestHeaders.Add("Authorization", $"Bearer {user}");
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), body);
    }

    private sealed class PageForEverything : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler _usual = new();

        public async Task HandleAsync(
            RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded)
                await _usual.HandleAsync(next, context, policy, authorizeResult);
            else
                context.Response.Redirect("/sign-in");
        }
    }

    private sealed class Shouting : System.Text.Json.Serialization.JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToUpperInvariant());
    }

    private sealed class BrokenAuditLog(Exception fault) : IntegrationHealth.Auditing.IAuditLog
    {
        public Task AddAsync(IntegrationHealth.Auditing.AuditEntry entry, CancellationToken cancellationToken) => throw fault;

        public Task<IReadOnlyList<IntegrationHealth.Auditing.AuditEntry>> ListAsync(
            IntegrationHealth.Auditing.AuditQuery query, CancellationToken cancellationToken) => throw fault;

        public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw fault;
    }

    /// <summary>As Npgsql throws where the server does not answer.</summary>
    private sealed class ConnectionRefused() : System.Data.Common.DbException("secret of the database")
    {
        public override bool IsTransient => true;
    }
}
