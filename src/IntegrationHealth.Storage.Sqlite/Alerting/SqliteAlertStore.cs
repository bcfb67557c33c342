using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Sqlite.Alerting;

internal sealed class SqliteAlertStore(SqliteWriter writer, IStoreDialect dialect, ILogger<SqliteAlertStore> logger) : EfAlertStore(dialect, logger)
{
    private const int AlertsPerStep = 500;

    private readonly AlertWriter _alerts = new(writer.Settings.Tables);
    private readonly LeadSql _lead = new(writer.Settings.Tables);
    private readonly PruneSql _prune = new(writer.Settings.Tables);

    public override Task<IReadOnlyList<ClaimedNotification>?> CommitAndLeaseAsync(
        AlertCommit commit, CommitLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return writer.WriteAsync((commit, lease), Commit, cancellationToken).AsTask();
    }

    public override Task<AlertingLead> LeadAsync(AlertingLead wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return writer.WriteAsync((wanted, now), Lead, cancellationToken).AsTask();
    }

    public override async Task<int> PruneAsync(DateTimeOffset resolvedBefore, CancellationToken cancellationToken)
    {
        var removed = 0;
        while (true)
        {
            var some = await writer.WriteAsync(resolvedBefore, PruneStep, cancellationToken);
            removed += some;
            if (some < AlertsPerStep)
                break;

            // Whoever waits to write comes between.
            await Task.Yield();
        }

        await writer.WriteAsync(resolvedBefore, (session, before) => session.Prepare(_prune.Groups).Bind(before).Execute(), cancellationToken);
        return removed;
    }

    private IReadOnlyList<ClaimedNotification>? Commit(SqliteSession session, (AlertCommit Commit, CommitLease Lease) turn)
    {
        var (commit, lease) = turn;
        if (!_alerts.Accepts(session, commit.Alerts))
            return null;
        foreach (var group in commit.Groups)
        {
            if (!_alerts.Accepts(session, group))
                return null;
        }

        _alerts.Apply(session, commit.Alerts);
        foreach (var group in commit.Groups)
            _alerts.Flush(session, group);
        foreach (var touch in commit.Touches)
            _alerts.Touch(session, touch);
        foreach (var step in commit.Events)
            _alerts.Append(session, step);
        var leased = new List<ClaimedNotification>();
        foreach (var notification in commit.Notifications)
        {
            if (_alerts.Add(session, notification, lease) is { } claimed)
                leased.Add(claimed);
        }

        return leased;
    }

    private AlertingLead Lead(SqliteSession session, (AlertingLead Wanted, DateTimeOffset Now) turn)
    {
        var (wanted, now) = turn;
        session.Prepare(_lead.Take)
            .Bind(wanted.Holder).Bind(wanted.Until).Bind(wanted.LastTickAt).Bind(wanted.PausedMs).Bind(wanted.Epoch).Bind(now)
            .Bind(now + AlertingLead.Longest)
            .Execute();
        return session.Prepare(_lead.Read).Read(row => new AlertingLead(
            row.Text(0)!, row.Time(1), row.Time(2), row.Number(3), (int)row.Number(4)))[0];
    }

    private int PruneStep(SqliteSession session, DateTimeOffset before)
    {
        session.Prepare(_prune.Steps).Bind(before).Execute();
        return session.Prepare(_prune.Alerts).Bind(before).Execute();
    }

    private sealed class LeadSql(TableNames tables)
    {
        public string Take { get; } = FormattableString.Invariant($"""
            insert into {tables.AlertingLead} (id, holder, until, last_tick_at, paused_ms, epoch) values ({AlertingLeadRow.OnlyId}, ?1, ?2, ?3, ?4, ?5)
            on conflict (id) do update set holder = excluded.holder, until = excluded.until, last_tick_at = excluded.last_tick_at,
                paused_ms = excluded.paused_ms, epoch = excluded.epoch
            where holder = excluded.holder or until <= ?6 or until > ?7
            """);

        public string Read { get; } = $"select holder, until, last_tick_at, paused_ms, epoch from {tables.AlertingLead}";
    }

    private sealed class PruneSql(TableNames tables)
    {
        // Both statements of a step choose the same alerts: the oldest.
        public string Steps { get; } = $"delete from {tables.AlertEvents} where alert_id in ({Oldest(tables)})";

        public string Alerts { get; } = $"delete from {tables.Alerts} where id in ({Oldest(tables)})";

        public string Groups { get; } = $"""
            delete from {tables.NotificationGroups} where due_at is null and notified = 0 and (last_notified_at is null or last_notified_at < ?1)
            """;

        private static string Oldest(TableNames tables) => FormattableString.Invariant(
            $"select id from {tables.Alerts} where resolved_at < ?1 order by resolved_at, id limit {AlertsPerStep}");
    }
}
