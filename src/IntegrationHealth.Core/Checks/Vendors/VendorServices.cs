using System.Diagnostics.Metrics;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Checks.Vendors;

internal static class VendorServices
{
    /// <summary>Registers what vendors' checkers ask with; needs <see cref="OutboundServices.AddOutboundHttp"/>.</summary>
    public static IServiceCollection AddVendorClient(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new QuotaBudgets(
            provider.GetRequiredService<IOptionsMonitor<IntegrationHealthOptions>>(), provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(static provider => new SharedPauses(provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.TryAddSingleton<IQuotaReader, QuotaReader>();
        services.TryAddSingleton(static provider => new VendorClient(
            provider.GetRequiredService<OutboundHttp>(), provider.GetRequiredService<IOptionsMonitor<IntegrationHealthOptions>>(),
            provider.GetRequiredService<QuotaBudgets>(), provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return services;
    }
}
