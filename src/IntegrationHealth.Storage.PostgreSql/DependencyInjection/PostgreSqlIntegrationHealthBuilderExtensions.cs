using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Auditing;
using IntegrationHealth.Catalog;
using IntegrationHealth.Credentials;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.History;
using IntegrationHealth.Hosts;
using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Storage.Catalog;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Incidents;
using IntegrationHealth.Storage.PostgreSql;
using IntegrationHealth.Storage.PostgreSql.Alerting;
using IntegrationHealth.Storage.PostgreSql.Auditing;
using IntegrationHealth.Storage.PostgreSql.Catalog;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Storage.PostgreSql.History;
using IntegrationHealth.Storage.PostgreSql.Hosts;
using IntegrationHealth.Storage.PostgreSql.Scheduling;
using IntegrationHealth.Storage.PostgreSql.Writing;
using IntegrationHealth.Storage.Reading;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses PostgreSQL as the storage.</summary>
public static class PostgreSqlIntegrationHealthBuilderExtensions
{
    /// <summary>Keeps everything in PostgreSQL 14 or newer, in place of memory. Several hosts may share it.</summary>
    /// <param name="builder">What <c>AddIntegrationHealth</c> hands out.</param>
    /// <param name="connectionString">Npgsql's, as in <c>Host=localhost;Database=app;Username=me;Password=secret</c>.</param>
    /// <exception cref="ArgumentException">The connection string names no host.</exception>
    public static IIntegrationHealthBuilder UsePostgreSql(this IIntegrationHealthBuilder builder, string connectionString) =>
        builder.UsePostgreSql(connectionString, _ => { });

    /// <summary>Keeps everything in PostgreSQL 14 or newer, in place of memory. Several hosts may share it.</summary>
    /// <param name="builder">What <c>AddIntegrationHealth</c> hands out.</param>
    /// <param name="connectionString">Npgsql's, as in <c>Host=localhost;Database=app;Username=me;Password=secret</c>.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="ArgumentException">The connection string names no host, or an option is not allowed.</exception>
    public static IIntegrationHealthBuilder UsePostgreSql(
        this IIntegrationHealthBuilder builder, string connectionString, Action<PostgreSqlStorageOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PostgreSqlStorageOptions();
        configure(options);

        var services = builder.Services;
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.RemoveAll<PostgreSqlSettings>().AddSingleton(new PostgreSqlSettings(connectionString, options));
        services.TryAddSingleton<PostgreSqlConnections>();
        services.TryAddSingleton<IServerTime, ServerTime>();
        services.TryAddSingleton<ServerClock>();
        services.TryAddSingleton<IntegrationKeys>();
        services.TryAddSingleton<Partitions>();
        services.TryAddSingleton<StoredIntegrationPages>();
        UseSingle<IStoreDialect, PostgreSqlDialect>(services);
        UseSingle<IStorageInitializer, PostgreSqlInitializer>(services);
        UseSingle<IIntegrationStore, PostgreSqlIntegrationStore>(services);
        UseSingle<IResultStore, PostgreSqlResultStore>(services);
        UseSingle<IHealthReader, EfHealthReader>(services);
        UseSingle<IHealthGroupReader, EfHealthGroupReader>(services);
        UseSingle<IHistoryReader, EfHistoryReader>(services);
        UseSingle<IProviderRollupReader, EfProviderRollupReader>(services);
        UseSingle<IIncidentReader, EfIncidentReader>(services);
        UseSingle<ITransitionReader, EfTransitionReader>(services);
        UseSingle<IAlertStore, PostgreSqlAlertStore>(services);
        UseSingle<INotificationOutbox, PostgreSqlNotificationOutbox>(services);
        UseSingle<IAlertConfigurationStore, PostgreSqlAlertConfigurationStore>(services);
        UseSingle<IAuditLog, PostgreSqlAuditLog>(services);
        UseSingle<IHistoryMaintenance, PostgreSqlHistoryMaintenance>(services);
        UseSingle<IStorageInspector, PostgreSqlInspector>(services);
        // A host's own lock, such as one in Redis, stays.
        services.TryAddSingleton<ICredentialRefreshLock, PostgreSqlRefreshLock>();
        return builder;
    }

    /// <summary>
    /// Shares the checks between the hosts of one PostgreSQL storage: each is made by one of them. For hosts without Redis; call it beside
    /// <see cref="UsePostgreSql(IIntegrationHealthBuilder, string)"/>.
    /// </summary>
    /// <param name="builder">What <c>AddIntegrationHealth</c> hands out.</param>
    public static IIntegrationHealthBuilder UsePostgreSqlQueue(this IIntegrationHealthBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        UseSingle<ICheckQueue, PostgreSqlCheckQueue>(builder.Services);
        UseSingle<IHostDirectory, PostgreSqlHostDirectory>(builder.Services);
        UseSingle<IHostChannel, PostgreSqlHostChannel>(builder.Services);
        return builder;
    }

    /// <summary>Replaces what is registered, and stands against a later TryAdd: the order of calls does not matter.</summary>
    private static void UseSingle<TService, TImplementation>(IServiceCollection services)
        where TService : class
        where TImplementation : class, TService => services.RemoveAll<TService>().AddSingleton<TService, TImplementation>();
}
