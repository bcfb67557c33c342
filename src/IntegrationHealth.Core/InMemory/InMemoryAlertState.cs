using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.InMemory;

/// <summary>What the in-memory stores hold about alerts. Guarded by <see cref="InMemoryState.Gate"/>, so that results and alerts commit together.</summary>
internal sealed class InMemoryAlertState
{
    public Dictionary<string, InMemoryAlert> Alerts { get; } = new(StringComparer.Ordinal);

    /// <summary>Alerts that are not resolved, by fingerprint.</summary>
    public Dictionary<string, InMemoryAlert> Open { get; } = new(StringComparer.Ordinal);

    /// <summary>Alerts that are resolved, in the order in which they were.</summary>
    public List<InMemoryAlert> Resolved { get; } = [];

    /// <summary>Alerts that are not resolved, by integration.</summary>
    public Dictionary<string, List<InMemoryAlert>> OpenByIntegration { get; } = new(StringComparer.Ordinal);

    /// <summary>Alerts that are not resolved, by group.</summary>
    public Dictionary<string, HashSet<InMemoryAlert>> OpenByGroup { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, NotificationGroup> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Notifications that are neither delivered nor dead, in the order in which they were made.</summary>
    public SortedDictionary<long, InMemoryNotification> Waiting { get; } = [];

    public Dictionary<string, InMemoryNotification> NotificationsById { get; } = new(StringComparer.Ordinal);

    public AlertingLead? Lead { get; set; }

    private long _nextNotification;

    /// <summary>True when every change expects what is stored.</summary>
    public bool Accepts(IReadOnlyList<AlertChange> changes) => changes.All(change => Accepts(change, changes));

    /// <summary>Applies changes that were accepted.</summary>
    public void Apply(IReadOnlyList<AlertChange> changes)
    {
        // What ends goes first: an alert and its successor may come in one commit.
        foreach (var change in changes.OrderBy(change => change.After is null or { State: AlertState.Resolved } ? 0 : 1))
            Apply(change);
    }

    public void Apply(GroupTouch touch)
    {
        Groups[touch.Key] = Groups.TryGetValue(touch.Key, out var group)
            ? group with { DueAt = group.DueAt is { } due && due < touch.DueAt ? due : touch.DueAt, Version = group.Version + 1 }
            : new NotificationGroup
            {
                Key = touch.Key,
                AlertGroup = touch.AlertGroup,
                RuleId = touch.RuleId,
                ChannelId = touch.ChannelId,
                DueAt = touch.DueAt,
                Version = 1,
            };
    }

    public void Append(AlertEvent step)
    {
        if (Alerts.TryGetValue(step.AlertId, out var alert))
            alert.Timeline.Add(step);
    }

    /// <summary>Adds notifications that are new, and leases those that are named and that no other stands before.</summary>
    public IReadOnlyList<ClaimedNotification> Add(IReadOnlyList<Notification> notifications, CommitLease lease)
    {
        var leased = new List<ClaimedNotification>();
        var ahead = lease.NotificationIds.Count == 0
            ? []
            : Waiting.Values.Select(row => (row.Notification.ChannelId, row.Notification.OrderKey)).ToHashSet();
        foreach (var notification in notifications)
        {
            if (NotificationsById.ContainsKey(notification.Id))
                continue;
            var stored = new InMemoryNotification(_nextNotification++, notification);
            Waiting.Add(stored.Sequence, stored);
            NotificationsById.Add(notification.Id, stored);
            if (ahead.Add((notification.ChannelId, notification.OrderKey)) && lease.NotificationIds.Contains(notification.Id))
                leased.Add(stored.Lease(lease.Until));
        }

        return leased;
    }

    public void Remove(InMemoryAlert alert)
    {
        Alerts.Remove(alert.Current.Id);
        Close(alert);
    }

    private bool Accepts(AlertChange change, IReadOnlyList<AlertChange> together)
    {
        var stored = Alerts.GetValueOrDefault(change.AlertId);
        if ((stored?.Current.Version ?? 0) != change.ExpectedVersion)
            return false;
        return stored is not null || change.After is not { } added || !Open.TryGetValue(added.Fingerprint, out var open)
            || together.Any(other => other.AlertId == open.Current.Id && other.After is null or { State: AlertState.Resolved });
    }

    private void Apply(AlertChange change)
    {
        var stored = Alerts.GetValueOrDefault(change.AlertId);
        if (change.After is not { } after)
        {
            if (stored is not null)
                Remove(stored);
            return;
        }

        var added = stored is null;
        if (stored is null)
        {
            Alerts.Add(after.Id, stored = new InMemoryAlert(after));
            Open.Add(after.Fingerprint, stored);
            if (!OpenByGroup.TryGetValue(after.Group, out var group))
                OpenByGroup.Add(after.Group, group = []);
            group.Add(stored);
            if (after.IntegrationId is { } id)
            {
                if (!OpenByIntegration.TryGetValue(id, out var open))
                    OpenByIntegration.Add(id, open = new List<InMemoryAlert>(1));
                open.Add(stored);
            }
        }

        var ends = after.State == AlertState.Resolved && (added || stored.Current.State != AlertState.Resolved);
        stored.Current = after;
        if (ends)
        {
            Close(stored);
            Resolved.Add(stored);
        }

        stored.Timeline.AddRange(change.Events);
    }

    private void Close(InMemoryAlert alert)
    {
        if (Open.TryGetValue(alert.Current.Fingerprint, out var open) && ReferenceEquals(open, alert))
            Open.Remove(alert.Current.Fingerprint);
        if (OpenByGroup.TryGetValue(alert.Current.Group, out var group) && group.Remove(alert) && group.Count == 0)
            OpenByGroup.Remove(alert.Current.Group);
        if (alert.Current.IntegrationId is { } id && OpenByIntegration.TryGetValue(id, out var ofIntegration)
            && ofIntegration.Remove(alert) && ofIntegration.Count == 0)
        {
            OpenByIntegration.Remove(id);
        }
    }
}

internal sealed class InMemoryAlert(Alert alert)
{
    public Alert Current { get; set; } = alert;

    public List<AlertEvent> Timeline { get; } = [];
}

internal sealed class InMemoryNotification(long sequence, Notification notification)
{
    public long Sequence => sequence;

    public Notification Notification { get; set; } = notification;

    public NotificationState State { get; set; }

    public DateTimeOffset DueAt { get; set; } = notification.DueAt;

    public DateTimeOffset LeaseUntil { get; set; }

    public long Fence { get; set; }

    public int Attempts { get; set; }

    public string Detail { get; set; } = "";

    public ClaimedNotification Lease(DateTimeOffset until)
    {
        (State, LeaseUntil) = (NotificationState.Leased, until);
        return new ClaimedNotification(Notification, ++Fence, Attempts + 1, until);
    }
}
