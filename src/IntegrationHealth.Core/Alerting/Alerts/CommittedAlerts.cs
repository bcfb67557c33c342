using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Alerts;

/// <summary>Where the result writer hands over what it committed, or was refused, about alerts.</summary>
internal sealed class CommittedAlerts(IAlertStore store, AlertBook book, AlertPublisher publisher, RecentChecks recent)
{
    /// <param name="changes">All that one commit changed.</param>
    public void Accept(IReadOnlyList<AlertChange> changes) => publisher.Committed(changes);

    /// <summary>Another host came first: what it wrote is read, before the results are judged anew.</summary>
    public async Task ReloadAsync(IReadOnlyCollection<string> integrationIds, CancellationToken cancellationToken)
    {
        await book.ReloadAsync(store, integrationIds, cancellationToken);
        foreach (var id in integrationIds)
            recent.Forget(id);
    }
}
