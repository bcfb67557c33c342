using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

/// <summary>A host's services over a database.</summary>
internal static class TestHost
{
    public static ServiceProvider Build(string connectionString, Action<PostgreSqlStorageOptions>? configure = null, TimeProvider? time = null, TimeProvider? server = null)
    {
        var services = new ServiceCollection().AddSingleton(time ?? new FakeTimeProvider(StorageContract.Start));
        if (server is not null)
            services.AddSingleton<IServerTime>(new TestServerTime(server));
        new Builder(services).UsePostgreSql(connectionString, configure ?? (_ => { }));
        return services.BuildServiceProvider();
    }

    public static async Task<ServiceProvider> StartAsync(string connectionString, params string[] ids)
    {
        var host = Build(connectionString);
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(TestContext.Current.CancellationToken);
        await host.GetRequiredService<IIntegrationStore>().UpsertAsync(
            [.. ids.Select(id => Samples.Integration(id))], TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>The database's clock is the host's, or that of a test.</summary>
    internal sealed class TestServerTime(TimeProvider server) : IServerTime
    {
        public Task<DateTimeOffset> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => Task.FromResult(server.GetUtcNow());
    }

    internal sealed class Builder : IIntegrationHealthBuilder
    {
        /// <summary>Tests turn the host's clock: without more, the database's goes with it.</summary>
        public Builder(IServiceCollection services)
        {
            Services = services;
            services.TryAddSingleton<IServerTime>(provider => new TestServerTime(provider.GetRequiredService<TimeProvider>()));
        }

        public IServiceCollection Services { get; }
    }
}
