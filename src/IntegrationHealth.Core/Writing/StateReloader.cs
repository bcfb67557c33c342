using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Writing;

/// <summary>Reads anew what another host wrote, so that results are judged by it.</summary>
internal sealed class StateReloader(
    IHealthReader reader, IntegrationRegistry registry, CommittedAlerts alerts, ILogger<StateReloader> logger)
{
    /// <summary>
    /// Replaces the states of these integrations, and their alerts, by the stored ones. A failure leaves the old ones: a result judged by them is
    /// refused, and judged anew.
    /// </summary>
    public async Task ReloadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var stored in await reader.GetAsync(ids, cancellationToken))
            {
                if (!registry.TryGet(stored.Integration.Id, out var monitored))
                    continue;
                monitored.State.Behind = false;
                monitored.Snapshot = stored.Snapshot;
            }

            await alerts.ReloadAsync(ids, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ReloadFailed(logger, ids.Count, exception);
        }
    }
}
