namespace IntegrationHealth.Alerting.Outbox;

/// <summary>
/// The lines of this host, one a channel. The dispatcher fills them with what it claims; whoever commits notifications keeps places in them, and
/// fills those with what was leased to the host in the commit.
/// </summary>
internal sealed class ChannelLanes(OutboxSignal signal, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ChannelLane> _lanes = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _nothingIsKept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<ChannelLane, ClaimedNotification, Task>? _deliver;
    private Backlog _ofOtherChannels;
    private bool _isOpen;
    private int _keepers;

    /// <summary>From now on <paramref name="deliver"/> takes what is brought to its end; before, nothing can be brought.</summary>
    public void Open(Func<ChannelLane, ClaimedNotification, Task> deliver)
    {
        lock (_gate)
            (_deliver, _isOpen) = (deliver, true);
    }

    /// <summary>Keeps no more places, and waits until those that are kept are filled or free, and nothing is under way.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            _isOpen = false;
            if (_keepers == 0)
                _nothingIsKept.TrySetResult();
        }

        await _nothingIsKept.Task;
        Task[] lanes;
        lock (_gate)
            lanes = [.. _lanes.Values.Select(lane => lane.DrainAsync())];
        await Task.WhenAll(lanes);
    }

    /// <summary>A claim is about to begin.</summary>
    /// <returns>Channels of which nothing is to be claimed.</returns>
    public IReadOnlyList<string> BeginClaim(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var (id, _) in _lanes.Where(lane => lane.Value.IsIdle(now)).ToArray())
                _lanes.Remove(id);
            _ofOtherChannels = _ofOtherChannels.Asked();
            return [.. _lanes.Where(lane => !lane.Value.BeginClaim(now)).Select(lane => lane.Key)];
        }
    }

    /// <summary>Takes what was claimed.</summary>
    /// <param name="claimed">The notifications.</param>
    /// <param name="all">False when there may be more.</param>
    public void EndClaim(IReadOnlyList<ClaimedNotification> claimed, bool all)
    {
        lock (_gate)
        {
            foreach (var notification in claimed)
                LaneOf(notification.Notification.ChannelId).Add(notification);
            foreach (var lane in _lanes.Values)
                lane.EndClaim(all);
            _ofOtherChannels = _ofOtherChannels.Answered(all);
        }
    }

    /// <summary>Keeps places for those of the notifications that are due and for which there is room. To be disposed of, filled or not.</summary>
    public KeptPlaces Keep(IReadOnlyList<Notification> notifications, DateTimeOffset now)
    {
        var places = new Dictionary<string, ChannelLane>(StringComparer.Ordinal);
        lock (_gate)
        {
            if (!_isOpen)
                return KeptPlaces.None;
            foreach (var notification in notifications)
            {
                if (notification.DueAt <= now && !places.ContainsKey(notification.Id) && LaneOf(notification.ChannelId) is var lane && lane.TryKeepPlace(now))
                    places.Add(notification.Id, lane);
            }

            if (places.Count == 0)
                return KeptPlaces.None;
            _keepers++;
        }

        return new KeptPlaces(places, EndKeeping);
    }

    private void EndKeeping()
    {
        lock (_gate)
        {
            _keepers--;
            if (!_isOpen && _keepers == 0)
                _nothingIsKept.TrySetResult();
        }
    }

    private ChannelLane LaneOf(string channelId)
    {
        if (!_lanes.TryGetValue(channelId, out var lane))
            _lanes.Add(channelId, lane = new ChannelLane(time, _ofOtherChannels, _deliver!, signal.Raise));
        return lane;
    }
}
