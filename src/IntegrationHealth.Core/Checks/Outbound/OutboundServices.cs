using System.Net;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Checks.Outbound;

/// <summary>Registers the ways out.</summary>
internal static class OutboundServices
{
    /// <summary>
    /// Adds <see cref="OutboundHttp"/> and its two named clients; a host may refine those, for instance with a client certificate. May be
    /// called twice.
    /// </summary>
    public static IServiceCollection AddOutboundHttp(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(OutboundHttp)))
            return services;

        services.AddOptions();
        services.TryAddSingleton<CertificateExpiries>();
        services.TryAddSingleton<ResolveHost>(_ => Dns.GetHostAddressesAsync);
        services.TryAddSingleton(CreateGuard);
        services.AddSingleton(CreateOutbound);
        AddLeanClient(services, OutboundHttp.TrustedClient, provider =>
            OutboundHandlers.CreateTrusted(provider.GetRequiredService<CertificateExpiries>()));
        AddLeanClient(services, OutboundHttp.GuardedClient, provider =>
            OutboundHandlers.CreateGuarded(
                provider.GetRequiredService<CertificateExpiries>(),
                provider.GetRequiredService<OutboundGuard>()));
        return services;
    }

    /// <summary>The handler outlives every check: its connections age by themselves, so the factory need not replace it.</summary>
    private static void AddLeanClient(IServiceCollection services, string name, Func<IServiceProvider, HttpMessageHandler> handler) =>
        services.AddHttpClient(name)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(handler);

    private static OutboundGuard CreateGuard(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<IntegrationHealthOptions>>();
        return new OutboundGuard(provider.GetRequiredService<ResolveHost>(), () => options.CurrentValue.Outbound);
    }

    private static OutboundHttp CreateOutbound(IServiceProvider provider)
    {
        var handlers = provider.GetRequiredService<IHttpMessageHandlerFactory>();
        return new OutboundHttp(
            new HttpMessageInvoker(handlers.CreateHandler(OutboundHttp.TrustedClient), disposeHandler: false),
            new HttpMessageInvoker(handlers.CreateHandler(OutboundHttp.GuardedClient), disposeHandler: false),
            provider.GetRequiredService<CertificateExpiries>());
    }
}
