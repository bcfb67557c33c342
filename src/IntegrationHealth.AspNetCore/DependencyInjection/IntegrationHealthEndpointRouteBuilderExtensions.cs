using IntegrationHealth.Authorization;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Endpoints;
using IntegrationHealth.Endpoints.Catalog;
using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.Endpoints.History;
using IntegrationHealth.Endpoints.Incidents;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of IntegrationHealth.</summary>
public static class IntegrationHealthEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the owner routes under <c>/api/integrations</c> and, where a policy for them is chosen, the administrator routes under
    /// <c>/api/admin/integrations</c>. Maps nothing when <c>IntegrationHealth:Enabled</c> is false.
    /// </summary>
    /// <param name="endpoints">The application, or a route group of it.</param>
    /// <param name="configure">Says who may call; see <see cref="IntegrationHealthEndpointOptions"/>.</param>
    /// <returns>A builder for conventions on all routes: CORS, rate limits, host names.</returns>
    /// <exception cref="InvalidOperationException">AddIntegrationHealth was not called, or the options do not say who may call.</exception>
    public static IEndpointConventionBuilder MapIntegrationHealth(
        this IEndpointRouteBuilder endpoints, Action<IntegrationHealthEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var all = endpoints.MapGroup("");
        if (!services.GetRequiredService<IOptions<IntegrationHealthOptions>>().Value.Enabled)
            return all;
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(IIntegrationHealthService)) != true)
        {
            throw new InvalidOperationException(
                "MapIntegrationHealth() needs the services of IntegrationHealth. Call builder.Services.AddIntegrationHealth() before builder.Build().");
        }

        var options = EndpointOptionsReader.Read(services);
        configure?.Invoke(options);
        EndpointOptionsGuard.ThrowIfInvalid(options);

        // One limiter for both groups: an administrator and an owner spend the same allowance of an integration.
        all.WithMetadata(new ManualCheckLimiter(services.GetService<TimeProvider>() ?? TimeProvider.System, options.ManualCheckInterval));
        all.WithTags("IntegrationHealth").AddEndpointFilter<ProblemFilter>();
        MapOwner(all.MapGroup("/api/integrations"), options, services);
        if (options.AdminPolicy is not null || options.Anonymous)
            MapAdministrator(all.MapGroup("/api/admin/integrations"), options);
        else
            EndpointLog.AdministratorRoutesOff(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EndpointLog).FullName!));
        return all;
    }

    private static void MapOwner(RouteGroupBuilder group, IntegrationHealthEndpointOptions options, IServiceProvider services)
    {
        Protect(group, options.OwnerPolicy);
        group.WithMetadata(options.Anonymous
            ? EndpointScope.Everything(Audience.Owner)
            : EndpointScope.OwnOnly(services.GetService<IIntegrationAccess>() ?? new ClaimsIntegrationAccess()));
        HealthEndpoints.MapOwnerList(group);
        MapOne(group, "Integration");
    }

    private static void MapAdministrator(RouteGroupBuilder group, IntegrationHealthEndpointOptions options)
    {
        Protect(group, options.AdminPolicy);
        group.WithMetadata(EndpointScope.Everything(Audience.Administrator));
        HealthEndpoints.MapAdministratorList(group);
        MapOne(group, "AdminIntegration");
        CatalogEndpoints.Map(group);
    }

    private static void MapOne(RouteGroupBuilder group, string name)
    {
        HealthEndpoints.MapOne(group, name);
        CheckEndpoint.Map(group, name);
        HistoryEndpoints.Map(group, name);
        IncidentEndpoints.Map(group, name);
    }

    private static void Protect(RouteGroupBuilder group, string? policy)
    {
        if (policy is null)
        {
            group.AllowAnonymous();
            return;
        }

        group.RequireAuthorization(policy);
        group.WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(void)),
            new ProducesResponseTypeMetadata(StatusCodes.Status403Forbidden, typeof(void)));
    }
}
