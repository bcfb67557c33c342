using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Endpoints.Alerting;
using IntegrationHealth.Realtime;

namespace IntegrationHealth.Alerting;

/// <summary>Brings changed alerts to live connections.</summary>
internal sealed class HubAlerts(HubBroadcaster hub) : IAlertEventSubscriber
{
    public ValueTask OnAlertsChangedAsync(IReadOnlyList<Alert> alerts, CancellationToken cancellationToken)
    {
        if (hub.Connections == 0)
            return ValueTask.CompletedTask;
        // Pending alerts are nobody's news yet. The timeline is read where somebody opens the alert.
        foreach (var alert in alerts.Where(alert => alert.State != AlertState.Pending))
            hub.PublishAlert(alert.OwnerId, AlertItem.From(alert, [], []));
        return ValueTask.CompletedTask;
    }
}
