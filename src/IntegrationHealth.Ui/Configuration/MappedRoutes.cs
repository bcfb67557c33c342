using System.Security.Claims;
using IntegrationHealth.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Ui.Configuration;

/// <summary>Finds where the endpoints are mapped, and asks the policies of the endpoints themselves who may call them.</summary>
internal static class MappedRoutes
{
    private const string OwnerList = "ListIntegrationHealth";
    private const string AdministratorList = "ListAdminIntegrationHealth";
    private const string AfterApi = "integrations/health";

    /// <summary>The path of the API from the application's root, without a leading and with a trailing slash; null when it is not mapped.</summary>
    public static string? ApiPath(HttpContext http) =>
        Find(http, OwnerList)?.RoutePattern.RawText?.TrimStart('/') is { } path && path.EndsWith(AfterApi, StringComparison.Ordinal)
            ? path[..^AfterApi.Length]
            : null;

    /// <summary>Who calls, as the owner routes would see them; they may sign people in by other schemes than the host's default.</summary>
    public static async Task<ClaimsPrincipal> CallerAsync(HttpContext http)
    {
        var (_, user) = await DecideAsync(http, Find(http, OwnerList));
        return user;
    }

    /// <summary>True when this person may call the administrator routes; false when there are none.</summary>
    public static async Task<bool> IsAdministratorAsync(HttpContext http)
    {
        var (allowed, _) = await DecideAsync(http, Find(http, AdministratorList));
        return allowed;
    }

    private static async Task<(bool Allowed, ClaimsPrincipal User)> DecideAsync(HttpContext http, RouteEndpoint? endpoint)
    {
        if (endpoint?.Metadata.GetMetadata<EndpointScope>() is not { } scope)
            return (false, http.User);
        if (scope.Policy is null)
            return (true, http.User);
        var services = http.RequestServices;
        if (await services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(scope.Policy) is not { } policy)
            return (false, http.User);
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var authentication = await evaluator.AuthenticateAsync(policy, http);
        var decision = await evaluator.AuthorizeAsync(policy, authentication, http, http);
        return (decision.Succeeded, authentication.Principal ?? http.User);
    }

    private static RouteEndpoint? Find(HttpContext http, string name) =>
        http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == name);
}
