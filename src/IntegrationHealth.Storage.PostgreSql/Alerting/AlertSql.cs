using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Storage.PostgreSql.Writing;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

/// <summary>
/// The statements that write alerts, whether they come with results or alone. Alerts are locked in the order of their ids before groups are in
/// the order of their keys, so that two writers cannot wait for each other in a ring.
/// </summary>
internal sealed class AlertSql
{
    private readonly string _lock, _remove, _removeSteps, _change, _add, _steps, _flush, _touch, _notify;

    public AlertSql(PostgreSqlTables tables)
    {
        var shape = new AlertBatch();
        var columns = string.Join(", ", AlertColumns.Names);
        _lock = $"select from {tables.Alerts} where id = any($1) order by id for update";
        _remove = $"delete from {tables.Alerts} a using {shape.Removed.Unnest("x")} where a.id = x.id and a.version = x.expected";
        _removeSteps = $"delete from {tables.AlertEvents} e using {shape.Removed.Unnest("x")} where e.alert_id = x.id";
        _change = $"""
            update {tables.Alerts} a set {string.Join(", ", AlertColumns.Names.Skip(1).Select(name => $"{name} = x.{name}"))}
            from {shape.Changed.Set.Unnest("x")} where a.id = x.id and a.version = x.expected
            """;
        _add = $"""
            insert into {tables.Alerts} ({columns}) select {columns} from {shape.Added.Set.Unnest("x")} order by id
            """;
        _steps = $"""
            insert into {tables.AlertEvents} (alert_id, at, kind, channel_id, detail)
            select x.alert_id, x.at, x.kind, x.channel_id, x.detail from {shape.Steps.Set.Unnest("x")}
            where exists (select from {tables.Alerts} a where a.id = x.alert_id) order by x.ord
            """;
        _flush = $"""
            insert into {tables.NotificationGroups} as g
                (group_key, alert_group, rule_id, channel_id, due_at, last_notified_at, notified, version, document)
            select x.group_key, x.alert_group, x.rule_id, x.channel_id, x.due_at, x.last_notified_at, x.notified, x.version, x.document
            from {shape.Groups.Set.Unnest("x")}
            where x.version = 1 or exists (select from {tables.NotificationGroups} p where p.group_key = x.group_key) order by x.group_key
            on conflict (group_key) do update set due_at = excluded.due_at, last_notified_at = excluded.last_notified_at,
                notified = excluded.notified, version = excluded.version, document = excluded.document
            where g.version = excluded.version - 1
            """;
        _touch = $"""
            insert into {tables.NotificationGroups} as g (group_key, alert_group, rule_id, channel_id, due_at, notified, version)
            select x.group_key, x.alert_group, x.rule_id, x.channel_id, x.due_at, 0, 1 from {shape.Touches.Set.Unnest("x")}
            on conflict (group_key) do update set due_at = least(g.due_at, excluded.due_at), version = g.version + 1
            """;
        _notify = $"""
            with x as materialized (
                select n.*, n.leased_until is not null and not exists (select from {tables.Notifications} o
                    where o.channel_id = n.channel_id and o.order_key = n.order_key and o.available_at is not null) as leased
                from {shape.Notifications.Set.Unnest("n")}),
            added as (
                insert into {tables.Notifications} (id, channel_id, order_key, created_at, due_at, state, available_at, fence, attempts, document)
                select x.id, x.channel_id, x.order_key, x.created_at, x.due_at, x.leased::int,
                    case when x.leased then x.leased_until else x.due_at end, x.leased::int, 0, x.document
                from x order by x.ord
                on conflict (id) do nothing
                returning id, state)
            select id from added where state = 1
            """;
    }

    public void AddLock(NpgsqlBatch commands, AlertBatch alerts)
    {
        if (alerts.AnyPresent)
            commands.Add(_lock, alerts.Present);
    }

    /// <summary>Adds what is to be written to <paramref name="commands"/>; alerts that end come before those that begin.</summary>
    /// <returns>Commands of which each must change as many rows as it brings. The only one that answers with columns names the notifications it leased.</returns>
    public IReadOnlyList<(NpgsqlBatchCommand Command, int Rows)> AddChanges(NpgsqlBatch commands, AlertBatch alerts)
    {
        var guarded = new List<(NpgsqlBatchCommand, int)>();
        if (alerts.RemovedRows > 0)
        {
            guarded.Add((commands.Add(_remove, alerts.Removed), alerts.RemovedRows));
            commands.Add(_removeSteps, alerts.Removed);
        }

        if (alerts.Changed.Rows > 0)
            guarded.Add((commands.Add(_change, alerts.Changed.Set), alerts.Changed.Rows));
        if (alerts.Added.Rows > 0)
            commands.Add(_add, alerts.Added.Set);
        if (alerts.Groups.Rows > 0)
            guarded.Add((commands.Add(_flush, alerts.Groups.Set), alerts.Groups.Rows));
        if (alerts.Touches.Any)
        {
            alerts.Touches.Fill();
            commands.Add(_touch, alerts.Touches.Set);
        }

        if (alerts.Steps.Rows > 0)
            commands.Add(_steps, alerts.Steps.Set);
        if (alerts.Notifications.Rows > 0)
            commands.Add(_notify, alerts.Notifications.Set);
        return guarded;
    }
}
