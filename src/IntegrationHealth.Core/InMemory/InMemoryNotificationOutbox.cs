using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryNotificationOutbox(InMemoryState state) : INotificationOutbox
{
    private readonly InMemoryAlertState _alerts = state.Alerts;

    public Task<IReadOnlyList<ClaimedNotification>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var claimed = new List<ClaimedNotification>();
        lock (state.Gate)
        {
            var ahead = new HashSet<(string, string)>();
            foreach (var row in _alerts.Waiting.Values)
            {
                if (claimed.Count == claim.Limit)
                    break;
                if (!ahead.Add((row.Notification.ChannelId, row.Notification.OrderKey))
                    || claim.BusyChannelIds.Contains(row.Notification.ChannelId) || !IsFree(row, claim.Now))
                {
                    continue;
                }

                claimed.Add(row.Lease(claim.Now + claim.Lease));
            }
        }

        return Task.FromResult<IReadOnlyList<ClaimedNotification>>(claimed);
    }

    public Task<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<DeliveryCompletion> completions, CancellationToken cancellationToken)
    {
        var refused = new List<string>();
        lock (state.Gate)
        {
            foreach (var completion in completions)
            {
                if (!_alerts.NotificationsById.TryGetValue(completion.NotificationId, out var row)
                    || row.State != NotificationState.Leased || row.Fence != completion.Fence)
                {
                    refused.Add(completion.NotificationId);
                    continue;
                }

                (row.State, row.DueAt, row.Detail) = (completion.State, completion.DueAt, completion.Detail);
                row.Notification = completion.Changed ?? row.Notification;
                row.Attempts += completion.CountsAsAttempt ? 1 : 0;
                if (!IsWaiting(row))
                    _alerts.Waiting.Remove(row.Sequence);
                foreach (var step in completion.Events)
                    _alerts.Append(step);
            }
        }

        return Task.FromResult<IReadOnlyList<string>>(refused);
    }

    public Task<OutboxDepth> GetDepthAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var oldest = _alerts.Waiting.Values.Where(row => row.DueAt <= now).GroupBy(row => row.Notification.ChannelId, StringComparer.Ordinal)
                .ToDictionary(rows => rows.Key, rows => rows.Min(row => row.DueAt), StringComparer.Ordinal);
            return Task.FromResult(new OutboxDepth(
                _alerts.Waiting.Count, _alerts.NotificationsById.Values.Count(row => row.State == NotificationState.Dead),
                oldest.Count == 0 ? null : oldest.Values.Min(), oldest));
        }
    }

    public Task<IReadOnlyList<DeadNotification>> ListDeadAsync(int limit, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            return Task.FromResult<IReadOnlyList<DeadNotification>>([.. _alerts.NotificationsById.Values
                .Where(row => row.State == NotificationState.Dead).OrderByDescending(row => row.Sequence).Take(limit)
                .Select(row => new DeadNotification(row.Notification, row.Attempts, row.Detail))]);
        }
    }

    public Task<bool> ReplayAsync(string id, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (!_alerts.NotificationsById.TryGetValue(id, out var row) || row.State != NotificationState.Dead)
                return Task.FromResult(false);
            (row.State, row.DueAt, row.Attempts) = (NotificationState.Due, dueAt, 0);
            _alerts.Waiting.Add(row.Sequence, row);
            return Task.FromResult(true);
        }
    }

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            InMemoryNotification[] old = [.. _alerts.NotificationsById.Values.Where(row => !IsWaiting(row) && row.Notification.Message.Timestamp < before)];
            foreach (var row in old)
                _alerts.NotificationsById.Remove(row.Notification.Id);
            return Task.FromResult(old.Length);
        }
    }

    private static bool IsWaiting(InMemoryNotification row) => row.State is NotificationState.Due or NotificationState.Leased;

    private static bool IsFree(InMemoryNotification row, DateTimeOffset now) =>
        row.State == NotificationState.Due ? row.DueAt <= now : row.LeaseUntil <= now;
}
