using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.PostgreSql.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

/// <summary>What a transaction writes about alerts, as columns. Used once.</summary>
internal sealed class AlertBatch
{
    private readonly Column<string> _removedIds, _present;
    private readonly Column<long> _removedVersions;

    public AlertBatch()
    {
        _present = Present.Add<string>("id", "text");
        _removedIds = Removed.Add<string>("id", "text");
        _removedVersions = Removed.Add<long>("expected", "bigint");
    }

    /// <summary>Ids of the alerts that are changed or removed; they are locked before anything is looked at.</summary>
    public ColumnSet Present { get; } = new();

    public ColumnSet Removed { get; } = new();

    public int RemovedRows => _removedIds.Values.Count;

    public AlertColumns Changed { get; } = new();

    public AlertColumns Added { get; } = new();

    public AlertEventColumns Steps { get; } = new();

    public TouchColumns Touches { get; } = new();

    public GroupColumns Groups { get; } = new();

    public NotificationColumns Notifications { get; } = new();

    public bool AnyPresent => _present.Values.Count > 0;

    /// <param name="commit">All of it.</param>
    /// <param name="lease">What of it the host claims; its end is by the database's clock.</param>
    public void Add(AlertCommit commit, CommitLease lease)
    {
        Add(commit.Alerts);
        foreach (var group in commit.Groups.OrderBy(group => group.Key, StringComparer.Ordinal))
            Groups.Add(group);
        foreach (var touch in commit.Touches)
            Touches.Add(touch);
        foreach (var step in commit.Events)
            Steps.Add(step);
        foreach (var notification in commit.Notifications)
            Notifications.Add(notification, lease.NotificationIds.Contains(notification.Id) ? lease.Until : null);
    }

    public void Add(ResultAlerts alerts)
    {
        Add(alerts.Changes);
        foreach (var touch in alerts.Touches)
            Touches.Add(touch);
    }

    public void Add(IReadOnlyList<AlertChange> changes)
    {
        foreach (var change in changes)
            Add(change);
    }

    /// <summary>Takes an alert among those that are locked.</summary>
    public void Lock(AlertChange change)
    {
        if (change.ExpectedVersion > 0)
            _present.Add(change.AlertId);
    }

    private void Add(AlertChange change)
    {
        Lock(change);
        if (change.After is { } after)
        {
            (change.ExpectedVersion == 0 ? Added : Changed).Add(change.ExpectedVersion, after);
            foreach (var step in change.Events)
                Steps.Add(step);
        }
        else if (change.ExpectedVersion > 0)
        {
            _removedIds.Add(change.AlertId);
            _removedVersions.Add(change.ExpectedVersion);
        }
    }
}
