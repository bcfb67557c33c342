using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Alerting;
using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Endpoints;
using IntegrationHealth.Guarding;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Realtime;

/// <summary>
/// Maps the hub with services of its own: it needs no AddSignalR() in the host, and neither the host's hub options, JSON nor filters reach it, nor
/// its own the host's hubs. Changes made by other hosts arrive as health events, so no SignalR backplane is needed either.
/// </summary>
internal static class HubEndpoint
{
    public const string Pattern = "/health/hub";

    private const long MaxMessageBytes = 1024 * 1024;

    public static void Map(RouteGroupBuilder group, EndpointScope scope, IntegrationHealthEndpointOptions options, CallLimiter calls, IServiceProvider host)
    {
        var logger = host.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EndpointLog).FullName!);
        var time = host.GetRequiredService<TimeProvider>();
        var health = host.GetRequiredService<IIntegrationHealthService>();
        var subscriptions = new HubSubscriptions(options.HubSubscriptionsPerConnection, options.HubConnectionsPerOwner);
        var access = new HubAccess(scope, options, host.GetRequiredService<IServiceScopeFactory>());
        var sender = new HubSender(time, logger);
        var broadcaster = new HubBroadcaster(subscriptions, sender, health, time, logger);
        var lifetime = host.GetRequiredService<IHostApplicationLifetime>();

        var services = new ServiceCollection();
        services.AddSingleton(host.GetRequiredService<ILoggerFactory>()).AddLogging();
        services.AddSingleton(lifetime).AddSingleton(time).AddSingleton(health);
        services.AddSingleton(subscriptions).AddSingleton(broadcaster).AddSingleton(access);
        services.AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = MaxMessageBytes;
                hub.AddFilter(new HubCallFilter(calls));
            })
            .AddJsonProtocol(json =>
            {
                json.PayloadSerializerOptions = new JsonSerializerOptions(json.PayloadSerializerOptions)
                {
                    TypeInfoResolver = JsonTypeInfoResolver.Combine(EndpointJson.Default, Endpoints.Alerting.AlertingAnswersJson.Default, json.PayloadSerializerOptions.TypeInfoResolver),
                };
                json.PayloadSerializerOptions.Converters.Add(new UtcTime());
            });
        var provider = services.BuildServiceProvider();
        sender.Clients = provider.GetRequiredService<IHubContext<IntegrationHealthHub>>().Clients;

        var subscription = host.GetRequiredService<IHealthEvents>().Subscribe(broadcaster);
        var catalog = host.GetRequiredService<IntegrationCatalog>();
        catalog.Departed += broadcaster.OnDeparted;
        HostAlerting.Connect(host, broadcaster);
        var sweep = new HubSweep(subscriptions, access, time, logger);
        lifetime.ApplicationStarted.Register(sweep.Start);
        lifetime.ApplicationStopped.Register(() =>
        {
            subscription.Dispose();
            catalog.Departed -= broadcaster.OnDeparted;
            // Callbacks are not awaited: the sweep ends by itself, and nothing is sent any more.
            _ = sweep.DisposeAsync().AsTask();
            provider.Dispose();
        });

        var hub = new HubRoutes(group, provider).MapHub<IntegrationHealthHub>(Pattern, connections => connections.CloseOnAuthenticationExpiration = true)
            .WithMetadata(broadcaster);
        new OriginGuard([.. options.HubAllowedOrigins, .. PublicOrigin(options)], logger).Protect(hub);
    }

    private static string[] PublicOrigin(IntegrationHealthEndpointOptions options) =>
        options.PublicUrl is { } url ? [new Uri(url).GetLeftPart(UriPartial.Authority)] : [];

    /// <summary>The group's routes with the hub's services.</summary>
    private sealed class HubRoutes(RouteGroupBuilder group, IServiceProvider services) : IEndpointRouteBuilder
    {
        private readonly IEndpointRouteBuilder _group = group;

        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources => _group.DataSources;

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
