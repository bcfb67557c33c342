using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Caching;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Google;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Checks.Slack;
using IntegrationHealth.Checks.StatusFeeds;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.History;
using IntegrationHealth.Hosts;
using IntegrationHealth.InMemory;
using IntegrationHealth.Reading;
using IntegrationHealth.Realtime;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Signals;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds IntegrationHealth to a host.</summary>
public static class IntegrationHealthServiceCollectionExtensions
{
    /// <summary>
    /// Checks integrations in the background and keeps their health. With nothing but this line it runs in memory; settings come from the
    /// <c>IntegrationHealth</c> section of the host's configuration. May be called several times.
    /// </summary>
    /// <exception cref="OptionsValidationException">At start, when a setting is not allowed; it names every key at fault.</exception>
    public static IServiceCollection AddIntegrationHealth(this IServiceCollection services, Action<IIntegrationHealthBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services);
        AddFlow(services);
        configure?.Invoke(new IntegrationHealthBuilder(services));
        services.AddInMemoryStorage();
        return services;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<IntegrationHealthOptions>().ValidateOnStart();
        services.TryAddSingleton<IOptionsMonitor<IntegrationHealthOptions>, ReloadingOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsChangeTokenSource<IntegrationHealthOptions>, ConfigurationReload>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<IntegrationHealthOptions>, OptionsReader>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IntegrationHealthOptions>, OptionsValidator>());
    }

    /// <summary>In the order of the flow.</summary>
    private static void AddFlow(IServiceCollection services)
    {
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StartupCompletion>();

        services.TryAddSingleton<FixedIntegrations>();
        services.TryAddSingleton<IntegrationCompiler>();
        services.TryAddSingleton<IntegrationRegistry>();
        services.TryAddSingleton<CatalogSchedule>();
        services.TryAddSingleton<CatalogLoader>();
        services.TryAddSingleton<IntegrationCatalog>();
        services.TryAddSingleton<IIntegrationCatalog>(static provider => provider.GetRequiredService<IntegrationCatalog>());
        services.TryAddSingleton<ConfiguredCredentials>();
        services.TryAddSingleton<ICredentialProvider, ConfigurationCredentialProvider>();

        services.TryAddSingleton<ICheckQueue, InProcessCheckQueue>();
        services.TryAddSingleton<SchedulerSignal>();
        services.TryAddSingleton<ClaimPreparation>();
        services.TryAddSingleton<ClaimDispatcher>();
        services.TryAddSingleton<QueueRecovery>();
        services.TryAddSingleton<CheckActivity>();
        services.TryAddSingleton(static _ => new ClaimJitter(new Random()));
        services.TryAddSingleton<SchedulerHeartbeat>();
        services.TryAddSingleton<OutageMarker>();
        services.TryAddSingleton<ClaimSettlement>();
        services.TryAddSingleton<CheckWorkers>();

        services.AddOutboundHttp().AddVendorClient();
        AddProviders(services, [
            HttpProvider.Definition, GmailProvider.Definition, GoogleCalendarProvider.Definition, SlackProvider.Definition, .. PresetProviders.All]);
        services.TryAddSingleton<ProviderRegistry>();
        services.TryAddSingleton<CredentialedCheck>();
        services.TryAddSingleton<CheckRunner>();

        services.TryAddSingleton<VendorStatusBoard>();
        services.TryAddSingleton<ProviderOutageDetector>();
        services.TryAddSingleton<IOutageReader>(static provider => provider.GetRequiredService<ProviderOutageDetector>());
        services.TryAddSingleton<StatusFeedClient>();
        services.TryAddSingleton<ConnectivityGuard>();
        services.TryAddSingleton<BatchEvaluator>();
        services.TryAddSingleton<BatchCommit>();
        services.TryAddSingleton<StateReloader>();
        services.TryAddSingleton<WriterState>();
        services.TryAddSingleton<ResultWriter>();

        services.TryAddSingleton<HealthSignals>();
        services.TryAddSingleton<IHealthSignals>(static provider => provider.GetRequiredService<HealthSignals>());

        services.AddAlerting();

        services.TryAddSingleton<LastCommit>();
        services.TryAddSingleton<CommitWaiters>();
        services.TryAddSingleton<HealthEventPublisher>();
        services.TryAddSingleton<IHealthEvents>(static provider => provider.GetRequiredService<HealthEventPublisher>());
        services.TryAddSingleton<StorageReach>();
        services.TryAddSingleton<CacheTally>();
        services.TryAddSingleton<AggregateCache>();
        services.TryAddSingleton<CachedUptimes>();
        services.TryAddSingleton<CachedBuckets>();
        services.TryAddSingleton<LastKnownHealth>();
        services.TryAddSingleton<IIntegrationHealthService, IntegrationHealthService>();
        services.TryAddSingleton<HealthMetricsReader>();
        services.TryAddSingleton<IHealthMetricsReader, CachedMetricsReader>();
        services.TryAddSingleton<IntegrationHealthMetrics>();

        services.TryAddSingleton<HostIdentity>();
        services.TryAddSingleton<IHostDirectory, SingleHostDirectory>();
        services.TryAddSingleton<HostNewsSender>();
        services.TryAddSingleton<HostNewsReceiver>();
        services.TryAddSingleton<ISystemReader, SystemReader>();

        // Started in this order, and stopped in the opposite one: first no more claims, then the last results are written. The writer
        // stands before the start-up, which brings it definitions that were switched on or off while the host was down.
        AddHosted<HealthEventPublisher>(services);
        AddHosted<AlertPublisher>(services);
        AddHosted<NotificationDispatcher>(services);
        AddHosted<AlertingService>(services);
        AddHosted<ResultWriter>(services);
        AddHosted<IntegrationHealthStartup>(services);
        AddHosted<HostRelay>(services);
        AddHosted<HostReporter>(services);
        AddHosted<HealthCheckScheduler>(services);
        AddHosted<SchedulerWatchdog>(services);
        AddHosted<SignalPump>(services);
        AddHosted<StatusFeedPoller>(services);
        AddHosted<IntegrationSourceSynchronizer>(services);
        AddHosted<MaintenanceWorker>(services);
        AddHosted<CacheWarmer>(services);
    }

    private static void AddProviders(IServiceCollection services, ReadOnlySpan<ProviderDefinition> definitions)
    {
        foreach (var definition in definitions)
        {
            var one = definition;
            if (!services.Any(service => ReferenceEquals(service.ImplementationInstance, one)))
                services.AddSingleton(definition);
        }
    }

    private static void AddHosted<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(
        System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(IServiceCollection services)
        where TService : class, IHostedService
    {
        services.TryAddSingleton<TService>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TService>(static provider => provider.GetRequiredService<TService>()));
    }
}
