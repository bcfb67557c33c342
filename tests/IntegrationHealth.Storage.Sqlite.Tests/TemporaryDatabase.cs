using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

/// <summary>A file in a folder of its own, which goes with it.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("integration-health-").FullName;

    /// <summary>In a folder that is not there yet.</summary>
    public string FilePath => Path.Combine(_folder, "data", "health.db");

    public string ConnectionString => $"Data Source={FilePath}";

    public void Register(IServiceCollection services, string prefix = "") =>
        new Builder(services).UseSqlite(ConnectionString, options => options.TablePrefix = prefix);

    /// <summary>A host's services over this file.</summary>
    public ServiceProvider BuildHost(string prefix = "", Action<SqliteStorageOptions>? configure = null)
    {
        var services = new ServiceCollection();
        new Builder(services).UseSqlite(ConnectionString, options =>
        {
            options.TablePrefix = prefix;
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal sealed class Builder(IServiceCollection services) : IIntegrationHealthBuilder
    {
        public IServiceCollection Services => services;
    }
}
