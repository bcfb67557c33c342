using IntegrationHealth.Alerting;
using IntegrationHealth.Catalog;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.DependencyInjection;

/// <summary>What must happen before the first check: settings are judged, storage is prepared, the catalog is filled.</summary>
internal sealed class IntegrationHealthStartup(
    IOptions<IntegrationHealthOptions> options, FixedIntegrations fixedIntegrations, IStorageInitializer storage, AlertingService alerting, CatalogLoader loader,
    StartupCompletion completion, ILogger<IntegrationHealthStartup> logger) : IHostedService
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
        await alerting.LoadAsync(cancellationToken);
        var loaded = await loader.LoadAsync(integrations, cancellationToken);
        Log.Started(logger, loaded, integrations.Count);
        completion.Complete();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
