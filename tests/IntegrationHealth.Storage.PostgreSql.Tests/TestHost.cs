using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

/// <summary>A host's services over a database.</summary>
internal static class TestHost
{
    public static ServiceProvider Build(string connectionString, Action<PostgreSqlStorageOptions>? configure = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection().AddSingleton(time ?? new FakeTimeProvider(StorageContract.Start));
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

    internal sealed class Builder(IServiceCollection services) : IIntegrationHealthBuilder
    {
        public IServiceCollection Services => services;
    }
}
