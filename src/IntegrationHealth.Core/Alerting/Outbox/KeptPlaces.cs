namespace IntegrationHealth.Alerting.Outbox;

/// <summary>Places in lines of this host for notifications that are being committed. Those not filled are free again when it is disposed of.</summary>
/// <param name="places">Lines by the notifications' ids.</param>
/// <param name="end">Called once, at the end.</param>
internal sealed class KeptPlaces(Dictionary<string, ChannelLane> places, Action? end) : IDisposable
{
    public static KeptPlaces None { get; } = new([], null);

    public IReadOnlySet<string> NotificationIds { get; } = places.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>The notification was committed, and leased to this host.</summary>
    public void Fill(ClaimedNotification notification)
    {
        if (places.Remove(notification.Notification.Id, out var lane))
            lane.FillPlace(notification);
    }

    public void Dispose()
    {
        foreach (var lane in places.Values)
            lane.FreePlace();
        end?.Invoke();
    }
}
