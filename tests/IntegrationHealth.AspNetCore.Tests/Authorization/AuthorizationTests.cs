using System.Security.Claims;
using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Authorization;

/// <summary>Goes through the routes that are really mapped, so that a new one cannot be forgotten.</summary>
public sealed class AuthorizationTests
{
    [Fact]
    public async Task EveryRoute_Anonymous_Is401()
    {
        await using var host = await StartAsync();

        foreach (var route in Routes(host))
            (await StatusAsync(host, null, route)).Should().Be(401, "{0}", route);
    }

    [Fact]
    public async Task EveryRoute_Refusal_IsAProblemThatSaysWhatToDo()
    {
        await using var host = await StartAsync();

        foreach (var route in Routes(host))
        {
            var (_, body, headers) = await SendAsync(host, null, route);
            body.Should().Contain("\"status\":401").And.Contain("credentials", "{0}", route);
            headers.Should().Contain("WWW-Authenticate: TestBearer", "{0}", route);
        }

        foreach (var route in Routes(host).Where(route => route.IsAdmin))
            (await SendAsync(host, "alice", route)).Body.Should().Contain("\"status\":403").And.Contain("administrators", "{0}", route);
    }

    [Fact]
    public async Task EveryOwnerRouteOfOne_AnotherOwner_IsAnsweredAsAnUnknownId()
    {
        await using var host = await StartAsync();
        var routes = Routes(host).Where(route => !route.IsAdmin && route.HasId).ToList();
        routes.Should().HaveCountGreaterThanOrEqualTo(4);

        foreach (var route in routes)
        {
            var (status, body, headers) = await SendAsync(host, "bob", route);
            var unknown = await SendAsync(host, "bob", route with { Id = "unknown" });
            status.Should().Be(404, "{0}", route);
            (status, body, headers).Should().Be(unknown, "{0}", route);
        }
    }

    [Fact]
    public async Task EveryOwnerRouteOfOne_TheHostsOwnIntegration_Is404()
    {
        await using var host = await StartAsync();

        foreach (var route in Routes(host).Where(route => !route.IsAdmin && route.HasId))
            (await StatusAsync(host, "alice", route with { Id = "hosts-own" })).Should().Be(404, "{0}", route);
    }

    [Fact]
    public async Task EveryOwnerRoute_Owner_Is200()
    {
        await using var host = await StartAsync();

        foreach (var route in Routes(host).Where(route => !route.IsAdmin && !route.NamesNoIntegration))
            (await StatusAsync(host, "alice", route)).Should().BeOneOf([200, 201], "{0}", route);
    }

    [Fact]
    public async Task EveryAdministratorRoute_Owner_Is403()
    {
        await using var host = await StartAsync();
        var routes = Routes(host).Where(route => route.IsAdmin).ToList();
        routes.Should().HaveCountGreaterThanOrEqualTo(9);

        foreach (var route in routes)
            (await StatusAsync(host, "alice", route)).Should().Be(403, "{0}", route);
    }

    [Fact]
    public async Task EveryAdministratorRoute_Administrator_IsLetIn()
    {
        await using var host = await StartAsync();

        // Deletion last: the others need the integration.
        foreach (var route in Routes(host).Where(route => route.IsAdmin).OrderBy(route => route.Method == "DELETE"))
            (await StatusAsync(host, "admin", route)).Should().BeOneOf(route.NamesNoIntegration ? [200, 201, 204, 400, 404] : [200, 201, 204], "{0}", route);
    }

    [Fact]
    public async Task List_SignedInWithoutOwnerId_Is403()
    {
        await using var host = await StartAsync();

        var (status, body, _) = await SendAsync(host, "nobody", new Route("GET", "/api/integrations/health"));

        status.Should().Be(403);
        body.Should().Contain("sub");
    }

    [Fact]
    public async Task EveryRoute_HostAllowsAnonymous_ShowsEverything()
    {
        await using var host = await StartAsync(options => options.AllowAnonymous());

        foreach (var route in Routes(host).OrderBy(route => route.Method == "DELETE"))
            (await StatusAsync(host, null, route)).Should().BeOneOf(route.NamesNoIntegration ? [200, 201, 204, 400, 404, 429] : [200, 201, 204, 429], "{0}", route);
        (await StatusAsync(host, null, new Route("GET", "/api/integrations/{id}/health") { Id = "hosts-own" })).Should().Be(200);
    }

    [Fact]
    public async Task AdministratorRoutes_AnonymousHostWithAnAdminPolicy_StayClosed()
    {
        await using var host = await StartAsync(options =>
        {
            options.AllowAnonymous();
            options.AdminPolicy = "admins";
        });

        foreach (var route in Routes(host))
            (await StatusAsync(host, null, route)).Should().BeOneOf(route.IsAdmin ? [401] : route.NamesNoIntegration ? [400, 404] : [200, 201], "{0}", route);
    }

    [Fact]
    public async Task AdministratorRoutes_NoAdminPolicy_AreNotMapped()
    {
        await using var host = await StartAsync(options => options.OwnerPolicy = "signed-in");

        Routes(host).Should().NotContain(route => route.IsAdmin);
        (await StatusAsync(host, "admin", new Route("GET", "/api/admin/integrations/health"))).Should().Be(404);
    }

    [Fact]
    public async Task Access_HostsOwn_DecidesListsAndSingles()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<IIntegrationAccess, Tenants>());
        await host.AddAsync(Some.Integration("mail", "tenant-a"), Some.Integration("other", "tenant-b"), Some.Integration("shared", "everyone", tags: "shared"));

        (await host.GetAsync("a-carol", "/api/integrations/health")).GetProperty("items").GetArrayLength().Should().Be(1);
        (await StatusAsync(host, "a-carol", new Route("GET", "/api/integrations/{id}/health") { Id = "mail" })).Should().Be(200);
        (await StatusAsync(host, "a-carol", new Route("GET", "/api/integrations/{id}/health") { Id = "other" })).Should().Be(404);
        (await StatusAsync(host, "a-carol", new Route("GET", "/api/integrations/{id}/health/history") { Id = "shared" })).Should().Be(200);
    }

    [Fact]
    public void OwnerIdOf_MappedOrPlainClaim_IsFound()
    {
        var access = new ClaimsIntegrationAccess();

        access.OwnerIdOf(new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "1"), new("sub", "2")]))).Should().Be("1");
        access.OwnerIdOf(new(new ClaimsIdentity([new("sub", "2")]))).Should().Be("2");
        access.OwnerIdOf(new(new ClaimsIdentity())).Should().BeNull();
    }

    private static async Task<TestHost> StartAsync(Action<IntegrationHealth.DependencyInjection.IntegrationHealthEndpointOptions>? endpoints = null)
    {
        var host = await TestHost.StartAsync(services: TestHost.RealFlow, endpoints: endpoints);
        await host.AddAsync(Some.Integration("mail"), Some.Integration("hosts-own", ""));
        return host;
    }

    /// <summary>Every route but the hub's two, which speak another protocol: <see cref="Realtime.HubAuthorizationTests"/> goes through its methods.</summary>
    private static List<Route> Routes(TestHost host)
    {
        List<Route> routes = [.. host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>() is null && endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => new Route(method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))))];
        routes.Should().HaveCountGreaterThanOrEqualTo(7);
        return routes;
    }

    private static async Task<int> StatusAsync(TestHost host, string? user, Route route) => (await SendAsync(host, user, route)).Status;

    private static async Task<(int Status, string Body, string Headers)> SendAsync(TestHost host, string? user, Route route)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Path.Replace("{id}", route.Id, StringComparison.Ordinal));
        if (route.Method is "POST" && !route.HasId)
            request.Content = new StringContent("""{"provider":"test","name":"New"}""", null, "application/json");
        if (route.Method is "PATCH" or "PUT")
            request.Content = new StringContent("""{"name":"Renamed"}""", null, "application/json");
        using var response = await host.As(user).SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            string.Join('\n', response.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}")));
    }

    private sealed record Route(string Method, string Path)
    {
        public string Id { get; init; } = "mail";

        public bool IsAdmin => Path.StartsWith("/api/admin/", StringComparison.Ordinal);

        /// <summary>Routes of alerting: here nothing has the id, and the body is not theirs, so who is let in is told that.</summary>
        public bool NamesNoIntegration => Alerting.Any(word => Path.Contains("/" + word, StringComparison.Ordinal));

        private static readonly string[] Alerting =
            ["alerts", "alert-rules", "notification-channels", "dead-notifications", "silences", "maintenance-windows", "escalation-policies"];

        public bool HasId => Path.Contains("{id}", StringComparison.Ordinal);
    }

    private sealed class Tenants : IIntegrationAccess
    {
        public string? OwnerIdOf(ClaimsPrincipal user) => "tenant-" + user.FindFirstValue("sub")![0];

        public bool IsVisible(ClaimsPrincipal user, Integration integration) =>
            integration.Tags.Contains("shared") || integration.OwnerId == OwnerIdOf(user);
    }
}
