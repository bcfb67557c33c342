using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Auditing;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.InMemory;

internal static class InMemoryStorageExtensions
{
    /// <summary>Registers in-memory storage for every part that no storage package has filled.</summary>
    public static IServiceCollection AddInMemoryStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<InMemoryState>();
        services.TryAddSingleton<IIntegrationStore, InMemoryIntegrationStore>();
        services.TryAddSingleton<IResultStore, InMemoryResultStore>();
        services.TryAddSingleton<IHealthReader, InMemoryHealthReader>();
        services.TryAddSingleton<IHealthGroupReader, InMemoryHealthGroupReader>();
        services.TryAddSingleton<IHistoryReader, InMemoryHistoryReader>();
        services.TryAddSingleton<IProviderRollupReader, InMemoryProviderRollupReader>();
        services.TryAddSingleton<IIncidentReader, InMemoryIncidentReader>();
        services.TryAddSingleton<ITransitionReader, InMemoryTransitionReader>();
        services.TryAddSingleton<IAlertStore, InMemoryAlertStore>();
        services.TryAddSingleton<INotificationOutbox, InMemoryNotificationOutbox>();
        services.TryAddSingleton<IAlertConfigurationStore, InMemoryAlertConfigurationStore>();
        services.TryAddSingleton<IHistoryMaintenance, InMemoryHistoryMaintenance>();
        services.TryAddSingleton<IAuditLog, InMemoryAuditLog>();
        services.TryAddSingleton<IStorageInitializer, InMemoryStorageInitializer>();
        return services.KeepLessInMemory();
    }

    /// <summary>Decided anew with each call: a later one may have brought a storage package.</summary>
    private static IServiceCollection KeepLessInMemory(this IServiceCollection services)
    {
        foreach (var present in services.Where(service => service.ImplementationType == typeof(InMemoryRetention)).ToArray())
            services.Remove(present);
        if (services.Any(service => service.ServiceType == typeof(IHistoryMaintenance) && service.ImplementationType == typeof(InMemoryHistoryMaintenance)))
            services.AddSingleton<IPostConfigureOptions<IntegrationHealthOptions>, InMemoryRetention>();
        return services;
    }
}
