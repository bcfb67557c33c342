using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Auditing;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Catalog;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Incidents;
using IntegrationHealth.Storage.Reading;
using IntegrationHealth.Storage.Sqlite;
using IntegrationHealth.Storage.Sqlite.Alerting;
using IntegrationHealth.Storage.Sqlite.Auditing;
using IntegrationHealth.Storage.Sqlite.Catalog;
using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Storage.Sqlite.History;
using IntegrationHealth.Storage.Sqlite.Writing;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses SQLite as the storage.</summary>
public static class SqliteIntegrationHealthBuilderExtensions
{
    /// <summary>Keeps everything in a SQLite file, in place of memory.</summary>
    /// <param name="builder">What <c>AddIntegrationHealth</c> hands out.</param>
    /// <param name="connectionString">Names the file, as in <c>Data Source=health.db</c>; its folder is created at start.</param>
    /// <exception cref="ArgumentException">The connection string names no file.</exception>
    public static IIntegrationHealthBuilder UseSqlite(this IIntegrationHealthBuilder builder, string connectionString) =>
        builder.UseSqlite(connectionString, _ => { });

    /// <summary>Keeps everything in a SQLite file, in place of memory.</summary>
    /// <param name="builder">What <c>AddIntegrationHealth</c> hands out.</param>
    /// <param name="connectionString">Names the file, as in <c>Data Source=health.db</c>; its folder is created at start.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="ArgumentException">The connection string names no file, or an option is not allowed.</exception>
    public static IIntegrationHealthBuilder UseSqlite(
        this IIntegrationHealthBuilder builder, string connectionString, Action<SqliteStorageOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SqliteStorageOptions();
        configure(options);

        var services = builder.Services;
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.RemoveAll<SqliteSettings>().AddSingleton(new SqliteSettings(connectionString, options));
        services.TryAddSingleton<SqliteWriter>();
        services.TryAddSingleton<StoredIntegrationPages>();
        services.TryAddSingleton<HistoryEraser>();
        UseSingle<IStoreDialect, SqliteDialect>(services);
        UseSingle<IStorageInitializer, SqliteInitializer>(services);
        UseSingle<IIntegrationStore, SqliteIntegrationStore>(services);
        UseSingle<IResultStore, SqliteResultStore>(services);
        UseSingle<IHealthReader, EfHealthReader>(services);
        UseSingle<IHealthGroupReader, EfHealthGroupReader>(services);
        UseSingle<IHistoryReader, EfHistoryReader>(services);
        UseSingle<IProviderRollupReader, EfProviderRollupReader>(services);
        UseSingle<IIncidentReader, EfIncidentReader>(services);
        UseSingle<ITransitionReader, EfTransitionReader>(services);
        UseSingle<IAlertStore, SqliteAlertStore>(services);
        UseSingle<INotificationOutbox, SqliteNotificationOutbox>(services);
        UseSingle<IAlertConfigurationStore, SqliteAlertConfigurationStore>(services);
        UseSingle<IAuditLog, SqliteAuditLog>(services);
        UseSingle<IHistoryMaintenance, SqliteHistoryMaintenance>(services);
        UseSingle<IStorageInspector, SqliteInspector>(services);
        return builder;
    }

    /// <summary>Replaces what is registered, and stands against a later TryAdd: the order of calls does not matter.</summary>
    private static void UseSingle<TService, TImplementation>(IServiceCollection services)
        where TService : class
        where TImplementation : class, TService => services.RemoveAll<TService>().AddSingleton<TService, TImplementation>();
}
