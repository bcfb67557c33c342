namespace IntegrationHealth.Alerting.Outbox;

/// <summary>Places in lines of this host for notifications that are being committed. Those not filled are free again when it is disposed of.</summary>
/// <param name="places">Lines by the notifications' ids.</param>
/// <param name="end">Called once, at the end.</param>
internal sealed class KeptPlaces(Dictionary<string, ChannelLane> places, Action? end) : IDisposable
{
    public static KeptPlaces None { get; } = new([], null);

    public IReadOnlySet<string> NotificationIds { get; } = places.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>The notifications were committed, and leased to this host.</summary>
    public void Fill(IReadOnlyList<ClaimedNotification> leased)
    {
        // A line at a time: its workers begin when it is filled, and are not in the way of whoever fills it.
        foreach (var line in leased.GroupBy(notification => places[notification.Notification.Id]))
            line.Key.FillPlaces([.. line]);
        foreach (var notification in leased)
            places.Remove(notification.Notification.Id);
    }

    public void Dispose()
    {
        foreach (var lane in places.Values)
            lane.FreePlace();
        end?.Invoke();
    }
}
