using IntegrationHealth.Alerting;
using IntegrationHealth.Auditing;
using IntegrationHealth.Authorization;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Endpoints.Administration;
using IntegrationHealth.Endpoints.Alerting;
using IntegrationHealth.Endpoints.Badges;
using IntegrationHealth.Endpoints.Catalog;
using IntegrationHealth.Endpoints.Export;
using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.Endpoints.History;
using IntegrationHealth.Endpoints.Incidents;
using IntegrationHealth.Guarding;
using IntegrationHealth.OpenApi;
using IntegrationHealth.Realtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Endpoints;

/// <summary>Every route, in two groups: the owners' and the administrators'. Each group says who may call and what they see.</summary>
internal static class IntegrationHealthEndpoints
{
    public static void Map(RouteGroupBuilder all, IntegrationHealthEndpointOptions options, IServiceProvider services)
    {
        HostAlerting.Connect(services, options);
        var calls = new CallLimiter(options.CallsPerMinute);
        var checks = new ManualCheckLimiter(services.GetService<TimeProvider>() ?? TimeProvider.System, options.ManualCheckInterval);
        var checksOfOwners = new OwnerCheckLimiter(options.ManualChecksPerOwner);
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(() =>
        {
            calls.Dispose();
            checksOfOwners.Dispose();
        });

        // One limiter of checks for both groups: an administrator and an owner spend the same allowance of an integration.
        all.WithMetadata(checks, checksOfOwners).WithTags("IntegrationHealth").AddOpenApiOperationTransformer(OperationTransformer.TransformAsync);
        EndpointGuard.Create(services, calls).Protect(all);
        var ofOwner = new EndpointScope(
            Audience.Owner, options.OwnerPolicy, options.Anonymous ? null : services.GetService<IIntegrationAccess>() ?? new ClaimsIntegrationAccess());
        var owner = Group(all, "/api/integrations", ofOwner);
        MapOwner(owner);
        HubEndpoint.Map(owner, ofOwner, options, calls, services);
        if (options.AdminPolicy is not null || options.Anonymous)
            MapAdministrator(Group(all, "/api/admin", new EndpointScope(Audience.Administrator, options.AdminPolicy, null)));
        else
            EndpointLog.AdministratorRoutesOff(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EndpointLog).FullName!));
    }

    private static RouteGroupBuilder Group(RouteGroupBuilder all, string prefix, EndpointScope scope)
    {
        var group = all.MapGroup(prefix).WithMetadata(scope).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return scope.Policy is null
            ? group
            : group.ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static void MapOwner(RouteGroupBuilder group)
    {
        HealthEndpoints.MapOwnerList(group);
        HealthGroupEndpoint.MapOwner(group);
        TransitionEndpoint.MapOwner(group);
        MapOne(group, "Integration");
        AlertLinkEndpoints.Map(group);
        // Not all of /api/integrations: the host's own routes are likely to stand there too.
        group.MapUnserved("/health");
        group.MapUnserved("/{id}/health");
    }

    private static void MapAdministrator(RouteGroupBuilder group)
    {
        group.RequireAudit();
        var integrations = group.MapGroup("/integrations");
        HealthEndpoints.MapAdministratorList(integrations);
        HealthGroupEndpoint.MapAdministrator(integrations);
        TransitionEndpoint.MapAdministrator(integrations);
        MapOne(integrations, "AdminIntegration");
        ExportEndpoint.Map(integrations);
        MetricsEndpoint.Map(integrations);
        CatalogEndpoints.Map(integrations);
        ProviderEndpoint.Map(group);
        AlertingEndpoints.Map(group);
        OutageEndpoint.Map(group);
        AuditEndpoint.Map(group);
        SystemEndpoint.Map(group);
        // Not all of /api/admin either.
        foreach (var path in (ReadOnlySpan<string>)["/integrations", .. AlertingEndpoints.Paths, "/outages", "/providers", "/audit", "/system"])
            group.MapUnserved(path);
    }

    private static void MapOne(RouteGroupBuilder group, string name)
    {
        HealthEndpoints.MapOne(group, name);
        CheckEndpoint.Map(group, name);
        HistoryEndpoints.Map(group, name);
        IncidentEndpoints.Map(group, name);
        BadgeEndpoints.Map(group, name);
    }
}
