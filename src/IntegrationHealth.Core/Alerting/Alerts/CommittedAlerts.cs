using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Alerts;

/// <summary>Where the result writer hands over what it committed, or was refused, about alerts.</summary>
internal sealed class CommittedAlerts(IAlertStore store, AlertBook book, AlertPublisher publisher, RecentChecks recent, ILogger<CommittedAlerts> logger)
{
    public void Accept(ResultAlerts alerts) => publisher.Committed(alerts.Changes);

    /// <summary>For storage that keeps no alerts of its own: after the results, what they changed about alerts.</summary>
    public async Task CommitApartAsync(IReadOnlyList<ResultWrite> writes, IReadOnlyList<string> refused, CancellationToken cancellationToken)
    {
        foreach (var write in writes)
        {
            if (write.Alerts is not { } changed || refused.Contains(write.Snapshot.IntegrationId, StringComparer.Ordinal))
                continue;
            try
            {
                if (await store.CommitAsync(new AlertCommit { Alerts = changed.Changes, Touches = changed.Touches }, cancellationToken))
                    publisher.Committed(changed.Changes);
                else
                    await book.ReloadAsync(store, [write.Snapshot.IntegrationId], cancellationToken);
            }
            catch (Exception exception)
            {
                // The results stand; the next one of this integration is judged from the alerts as they are.
                Log.TickFailed(logger, exception);
            }
        }
    }

    /// <summary>Another host came first: what it wrote is read, before the results are judged anew.</summary>
    public async Task ReloadAsync(IReadOnlyCollection<string> integrationIds, CancellationToken cancellationToken)
    {
        await book.ReloadAsync(store, integrationIds, cancellationToken);
        foreach (var id in integrationIds)
            recent.Forget(id);
    }
}
