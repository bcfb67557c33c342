using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Storage.PostgreSql.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

/// <summary>Steps of timelines, in their order; those of a delivery with the notification that they stand and fall with.</summary>
internal sealed class AlertEventColumns
{
    private readonly Column<int> _order;
    private readonly Column<string> _alerts;
    private readonly Column<DateTime> _at;
    private readonly Column<short> _kinds;
    private readonly Column<string?> _channels, _details, _notifications;

    public AlertEventColumns()
    {
        _order = Set.Add<int>("ord", "integer");
        _alerts = Set.Add<string>("alert_id", "text");
        _at = Set.Add<DateTime>("at", "timestamptz");
        _kinds = Set.Add<short>("kind", "smallint");
        _channels = Set.Add<string?>("channel_id", "text");
        _details = Set.Add<string?>("detail", "text");
        _notifications = Set.Add<string?>("notification_id", "text");
    }

    public ColumnSet Set { get; } = new();

    public int Rows => _alerts.Values.Count;

    public void Add(AlertEvent step, string? notificationId = null)
    {
        _order.Add(_order.Values.Count);
        _alerts.Add(step.AlertId);
        _at.Add(StoredTime.Of(step.At));
        _kinds.Add((short)step.Kind);
        _channels.Add(step.ChannelId);
        _details.Add(StoredText.Clean(step.Detail));
        _notifications.Add(notificationId);
    }
}
