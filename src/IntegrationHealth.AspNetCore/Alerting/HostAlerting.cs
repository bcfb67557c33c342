using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Endpoints;
using IntegrationHealth.Endpoints.Alerting;
using IntegrationHealth.Realtime;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting;

/// <summary>What alerting gets from a web host once its endpoints are mapped: keys, addresses, live connections.</summary>
internal static class HostAlerting
{
    public static void Connect(IServiceProvider services, IntegrationHealthEndpointOptions options)
    {
        if (services.GetService<IDataProtectionProvider>() is not { } keys)
            return;
        services.GetService<HostSecretProtector>()?.Use(new DataProtectionSecretProtector(keys));
        if (options.PublicUrl is { Length: > 0 } url)
            services.GetService<HostAlertLinkSource>()?.Use(new HostAlertLinks(keys, url, services.GetRequiredService<TimeProvider>()));
    }

    public static void Connect(IServiceProvider services, HubBroadcaster hub) =>
        services.GetService<AlertPublisher>()?.SubscribeLive(ActivatorUtilities.CreateInstance<HubAlerts>(
            services, hub, services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EndpointLog).FullName!)));
}
