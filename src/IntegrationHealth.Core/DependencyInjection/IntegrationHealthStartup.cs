using IntegrationHealth.Catalog;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.DependencyInjection;

/// <summary>What must happen before the first check: settings are judged, storage is prepared, the catalog is filled.</summary>
internal sealed class IntegrationHealthStartup(
    IOptions<IntegrationHealthOptions> options, FixedIntegrations fixedIntegrations, IStorageInitializer storage, CatalogLoader loader,
    StartupCompletion completion, ILogger<IntegrationHealthStartup> logger) : IHostedLifecycleService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            Log.SwitchedOff(logger);
            return;
        }

        var integrations = fixedIntegrations.Read();
        await storage.InitializeAsync(cancellationToken);
        var loaded = await loader.LoadAsync(integrations, cancellationToken);
        Log.Started(logger, loaded, integrations.Count);
        completion.Complete();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>When the writer runs: it takes no more than it can hold before.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) =>
        options.Value.Enabled ? loader.SettlePausedAsync(cancellationToken) : Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
