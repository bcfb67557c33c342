namespace IntegrationHealth.Alerting.Alerts;

/// <summary>Learns of alerts whose state changed. Best effort: a slow subscriber delays only other subscribers' news.</summary>
public interface IAlertEventSubscriber
{
    /// <summary>Called after each commit with the alerts as they are now. Pending ones that cleared are not told.</summary>
    ValueTask OnAlertsChangedAsync(IReadOnlyList<Alert> alerts, CancellationToken cancellationToken);
}
