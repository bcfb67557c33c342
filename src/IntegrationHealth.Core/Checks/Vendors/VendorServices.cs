using IntegrationHealth.Checks.Outbound;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationHealth.Checks.Vendors;

internal static class VendorServices
{
    /// <summary>Registers what vendors' checkers ask with; needs <see cref="OutboundServices.AddOutboundHttp"/>.</summary>
    public static IServiceCollection AddVendorClient(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new VendorClient(
            provider.GetRequiredService<OutboundHttp>(), provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return services;
    }
}
