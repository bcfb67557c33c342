using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.Alerting;

/// <summary>Writes alerts within the writer's transaction, whether they come with results or alone. What could be refused is asked first.</summary>
internal sealed class AlertWriter(TableNames tables)
{
    private readonly string _version = $"select version from {tables.Alerts} where id = ?";
    private readonly string _openVersion = $"select version, id from {tables.Alerts} where fingerprint = ? and resolved_at is null";

    private readonly string _put = $"""
        insert into {tables.Alerts} (id, fingerprint, rule_id, rule_name, alert_group, severity, integration_id, provider, owner_id, state,
            started_at, fired_at, resolved_at, message, version, document)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (id) do update set fingerprint = excluded.fingerprint, rule_id = excluded.rule_id, rule_name = excluded.rule_name,
            alert_group = excluded.alert_group, severity = excluded.severity, integration_id = excluded.integration_id,
            provider = excluded.provider, owner_id = excluded.owner_id, state = excluded.state, started_at = excluded.started_at,
            fired_at = excluded.fired_at, resolved_at = excluded.resolved_at, message = excluded.message, version = excluded.version,
            document = excluded.document
        """;

    private readonly string _remove = $"delete from {tables.Alerts} where id = ?";
    private readonly string _removeSteps = $"delete from {tables.AlertEvents} where alert_id = ?";

    private readonly string _append = $"""
        insert into {tables.AlertEvents} (alert_id, at, kind, channel_id, detail)
        select ?1, ?2, ?3, ?4, ?5 where exists (select 1 from {tables.Alerts} where id = ?1)
        """;

    private readonly string _touch = $"""
        insert into {tables.NotificationGroups} (group_key, alert_group, rule_id, channel_id, due_at, notified, version)
        values (?, ?, ?, ?, ?, 0, 1)
        on conflict (group_key) do update set due_at = min(coalesce(due_at, excluded.due_at), excluded.due_at), version = version + 1
        """;

    private readonly string _groupVersion = $"select version from {tables.NotificationGroups} where group_key = ?";

    private readonly string _flush = $"""
        insert into {tables.NotificationGroups}
            (group_key, alert_group, rule_id, channel_id, due_at, last_notified_at, notified, version, document)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (group_key) do update set due_at = excluded.due_at, last_notified_at = excluded.last_notified_at,
            notified = excluded.notified, version = excluded.version, document = excluded.document
        """;

    private readonly string _add = $"""
        insert or ignore into {tables.Notifications}
            (id, channel_id, order_key, created_at, due_at, state, available_at, fence, attempts, document)
        values (?1, ?2, ?3, ?4, ?5, ?7, coalesce(?8, ?5), ?7, 0, ?6)
        """;

    private readonly string _ahead = $"select 1 from {tables.Notifications} where channel_id = ? and order_key = ? and available_at is not null limit 1";

    /// <summary>True when every change expects what is stored, and no fingerprint would have two alerts that are not resolved.</summary>
    public bool Accepts(SqliteSession session, IReadOnlyList<AlertChange> changes)
    {
        foreach (var change in changes)
        {
            if ((session.Prepare(_version).Bind(change.AlertId).ReadOne() ?? 0) != change.ExpectedVersion)
                return false;
            if (change is { ExpectedVersion: 0, After: { State: not AlertState.Resolved } added }
                && session.Prepare(_openVersion).Bind(added.Fingerprint).ReadNumberAndText() is { } open && !IsEnded(changes, open.Text))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when the group is as the flush has seen it, or is new and nobody else has made it.</summary>
    public bool Accepts(SqliteSession session, NotificationGroup group) =>
        (session.Prepare(_groupVersion).Bind(group.Key).ReadOne() ?? 0) == group.Version - 1;

    /// <summary>Applies changes that were accepted.</summary>
    public void Apply(SqliteSession session, IReadOnlyList<AlertChange> changes)
    {
        // What ends goes first: an alert and its successor may come together.
        foreach (var change in changes)
        {
            if (change.After is null or { State: AlertState.Resolved })
                Apply(session, change);
        }

        foreach (var change in changes)
        {
            if (change.After is { State: not AlertState.Resolved })
                Apply(session, change);
        }
    }

    public void Touch(SqliteSession session, GroupTouch touch) => session.Prepare(_touch)
        .Bind(touch.Key).Bind(touch.AlertGroup).Bind(touch.RuleId).Bind(touch.ChannelId).Bind(AlertDocuments.DueTime(touch.DueAt)).Execute();

    public void Flush(SqliteSession session, NotificationGroup group) => session.Prepare(_flush)
        .Bind(group.Key).Bind(group.AlertGroup).Bind(group.RuleId).Bind(group.ChannelId)
        .Bind(group.DueAt is { } due ? AlertDocuments.DueTime(due) : null).Bind(group.LastNotifiedAt).Bind(group.NotifiedAlertIds.Count)
        .Bind(group.Version).Bind(AlertDocuments.Write(group))
        .Execute();

    /// <summary>A step of an alert that is not there leaves nothing.</summary>
    public void Append(SqliteSession session, AlertEvent step) => session.Prepare(_append)
        .Bind(step.AlertId).Bind(step.At).Bind((int)step.Kind).Bind(step.ChannelId).Bind(step.Detail).Execute();

    /// <summary>Adds a notification that is new; leases one that is named and that no other stands before.</summary>
    public ClaimedNotification? Add(SqliteSession session, Notification notification, CommitLease lease)
    {
        var leases = lease.NotificationIds.Contains(notification.Id)
            && session.Prepare(_ahead).Bind(notification.ChannelId).Bind(notification.OrderKey).ReadOne() is null;
        var added = session.Prepare(_add)
            .Bind(notification.Id).Bind(notification.ChannelId).Bind(notification.OrderKey).Bind(notification.Message.Timestamp)
            .Bind(AlertDocuments.DueTime(notification.DueAt)).Bind(AlertDocuments.Write(notification))
            // Its state, and its first fence.
            .Bind(leases ? (int)NotificationState.Leased : 0).Bind(leases ? lease.Until : null)
            .Execute() == 1;
        return added && leases ? ClaimedNotification.InItsCommit(notification, lease) : null;
    }

    private void Apply(SqliteSession session, AlertChange change)
    {
        if (change.After is not { } after)
        {
            session.Prepare(_remove).Bind(change.AlertId).Execute();
            session.Prepare(_removeSteps).Bind(change.AlertId).Execute();
            return;
        }

        session.Prepare(_put)
            .Bind(after.Id).Bind(after.Fingerprint).Bind(after.RuleId).Bind(after.RuleName).Bind(after.Group).Bind((int)after.Severity)
            .Bind(after.IntegrationId).Bind(after.Provider).Bind(after.OwnerId).Bind((int)after.State)
            .Bind(after.StartedAt).Bind(after.FiredAt).Bind(AlertDocuments.EndOf(after)).Bind(after.Message).Bind(after.Version)
            .Bind(AlertDocuments.Write(after))
            .Execute();
        foreach (var step in change.Events)
            Append(session, step);
    }

    private static bool IsEnded(IReadOnlyList<AlertChange> changes, string id)
    {
        foreach (var change in changes)
        {
            if (change.AlertId == id)
                return change.After is null or { State: AlertState.Resolved };
        }

        return false;
    }
}
