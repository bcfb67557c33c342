using IntegrationHealth.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Settings of the endpoints, where the host registers the rest.</summary>
public static class IntegrationHealthEndpointsBuilderExtensions
{
    /// <summary>Configures the endpoints ahead of <c>MapIntegrationHealth</c>, whose own callback has the last word.</summary>
    public static IIntegrationHealthBuilder ConfigureEndpoints(
        this IIntegrationHealthBuilder builder, Action<IntegrationHealthEndpointOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }
}
