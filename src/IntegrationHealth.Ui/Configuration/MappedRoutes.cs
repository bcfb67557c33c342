using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Ui.Configuration;

/// <summary>Finds where the endpoints are mapped, and asks the host's own authorization who may call them.</summary>
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

    public static async Task<bool> IsAdministratorAsync(HttpContext http)
    {
        if (Find(http, AdministratorList) is not { } endpoint)
            return false;
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return true;
        var policies = http.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>();
        var policy = await AuthorizationPolicy.CombineAsync(
            policies, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>());
        return policy is null
            || (await http.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(http.User, endpoint, policy)).Succeeded;
    }

    private static RouteEndpoint? Find(HttpContext http, string name) =>
        http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == name);
}
