using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Endpoints;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of IntegrationHealth.</summary>
public static class IntegrationHealthEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the owner routes under <c>/api/integrations</c> and, where a policy for them is chosen, the administrator routes under
    /// <c>/api/admin</c>. Maps nothing when <c>IntegrationHealth:Enabled</c> is false.
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

        EndpointOptionsGuard.ThrowIfPolicyIsMissing(options, services);
        IntegrationHealthEndpoints.Map(all, options, services);
        return all;
    }
}
