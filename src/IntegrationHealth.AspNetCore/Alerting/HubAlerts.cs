using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Endpoints;
using IntegrationHealth.Endpoints.Alerting;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting;

/// <summary>Brings changed alerts to live connections, as the API would answer them.</summary>
internal sealed class HubAlerts(
    HubBroadcaster hub, IAlertStore store, Suppressions suppressions, IntegrationRegistry registry, TimeProvider time, ILogger logger) : IAlertEventSubscriber
{
    public async ValueTask OnAlertsChangedAsync(IReadOnlyList<Alert> alerts, CancellationToken cancellationToken)
    {
        // Pending alerts are nobody's news yet.
        Alert[] news = [.. alerts.Where(alert => alert.State != AlertState.Pending)];
        if (news.Length == 0 || hub.Connections == 0)
            return;
        var items = await ReadAsync(news, cancellationToken);
        for (var i = 0; i < news.Length; i++)
        {
            // Whom the administrators' channels told, and how those answered, is for administrators, as it is in the API.
            hub.PublishAlert(news[i].OwnerId, IntegrationOf(news[i]), items[i], items[i] with { Timeline = [], SuppressedBy = [] });
        }
    }

    private async Task<AlertItem[]> ReadAsync(Alert[] alerts, CancellationToken cancellationToken)
    {
        try
        {
            var timelines = (await store.GetTimelinesAsync([.. alerts.Select(alert => alert.Id)], cancellationToken)).ToLookup(step => step.AlertId);
            var suppressed = await suppressions.OfAsync(alerts, store, time.GetUtcNow(), cancellationToken);
            return [.. alerts.Select(alert => AlertItem.From(alert, suppressed[alert.Id], timelines[alert.Id]))];
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // That an alert fired matters more than its timeline.
            EndpointLog.AlertsNotRead(logger, alerts.Length, exception);
            return [.. alerts.Select(alert => AlertItem.From(alert, [], []))];
        }
    }

    private Integration? IntegrationOf(Alert alert) =>
        alert.IntegrationId is { } id && registry.TryGet(id, out var monitored) ? monitored.Integration : null;
}
