using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Storage.PostgreSql.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

internal sealed class PostgreSqlAlertStore(PostgreSqlConnections connections, IStoreDialect dialect, ServerClock clock, ILogger<PostgreSqlAlertStore> logger)
    : EfAlertStore(dialect, logger)
{
    private const int AlertsPerStep = 500;
    private const int CommitAttempts = 4;

    private readonly AlertSql _alerts = new(connections.Settings.Tables);
    private readonly LeadSql _lead = new(connections.Settings.Tables);
    private readonly PruneSql _prune = new(connections.Settings.Tables);

    /// <summary>A transaction that the server broke off for another's sake was in the way of nobody any more: it is tried again.</summary>
    public override async Task<IReadOnlyList<ClaimedNotification>?> CommitAndLeaseAsync(
        AlertCommit commit, CommitLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(lease);
        // As claims do: by the database's clock.
        var ahead = lease.NotificationIds.Count > 0 ? await clock.AheadAsync(connections.Source, cancellationToken) : default;
        var batch = new AlertBatch();
        batch.Add(commit, lease with { Until = lease.Until + ahead });
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CommitAsync(batch, cancellationToken) is { } leased
                    ? [.. commit.Notifications.Where(notification => leased.Remove(notification.Id)).Select(notification => ClaimedNotification.InItsCommit(notification, lease))]
                    : null;
            }
            // By its code: the text is in the server's language.
            catch (PostgresException exception) when (attempt < CommitAttempts
                && exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                Log.CommitBrokenOff(logger, attempt, exception);
            }
        }
    }

    /// <summary>Two round trips: everything, and once it is known that nothing was refused, the commit.</summary>
    /// <returns>Ids of the notifications that were leased; null when it was refused.</returns>
    private async Task<HashSet<string>?> CommitAsync(AlertBatch batch, CancellationToken cancellationToken)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
        try
        {
            // Whatever is thrown or refused below, disposing the transaction rolls back.
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var commands = new NpgsqlBatch(connection, transaction);
            _alerts.AddLock(commands, batch);
            var guarded = _alerts.AddChanges(commands, batch);
            if (commands.BatchCommands.Count == 0)
                return [];
            commands.BatchCommands.Insert(0, new NpgsqlBatchCommand(TransactionBound.Short));
            await commands.PrepareAsync(cancellationToken);
            var leased = await ExecuteAsync(commands, cancellationToken);
            foreach (var (command, rows) in guarded)
            {
                if (command.RecordsAffected != rows)
                    return null;
            }

            cancellationToken.ThrowIfCancellationRequested();
            await transaction.CommitAsync(CancellationToken.None);
            return leased;
        }
        catch (PostgresException exception) when (connections.Settings.IsAlertTaken(exception))
        {
            return null;
        }
    }

    private static async Task<HashSet<string>> ExecuteAsync(NpgsqlBatch commands, CancellationToken cancellationToken)
    {
        var leased = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (reader.FieldCount > 0 && await reader.ReadAsync(cancellationToken))
                leased.Add(reader.GetString(0));
        }
        while (await reader.NextResultAsync(cancellationToken));
        return leased;
    }

    public override async Task<AlertingLead> LeadAsync(AlertingLead wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        // By the database's clock: a host whose own is ahead must not take the lead from one that works.
        var ahead = await clock.AheadAsync(connections.Source, cancellationToken);
        await using (var take = connections.Source.CreateCommand(_lead.Take))
        {
            take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = wanted.Holder });
            take.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = StoredTime.Of(wanted.Until + ahead) });
            take.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = StoredTime.Of(wanted.LastTickAt) });
            take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = wanted.PausedMs });
            take.Parameters.Add(new NpgsqlParameter<int> { TypedValue = wanted.Epoch });
            take.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (now + ahead).UtcDateTime });
            await using var reader = await take.ExecuteReaderAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken))
            {
                return new AlertingLead(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2),
                    reader.GetInt64(3), reader.GetInt32(4));
            }
        }

        return await GetLeadAsync(cancellationToken)
            ?? throw new InvalidOperationException("The row that says which host leads was removed by somebody else.");
    }

    public override async Task<int> PruneAsync(DateTimeOffset resolvedBefore, CancellationToken cancellationToken)
    {
        resolvedBefore = await clock.NotAheadAsync(connections.Source, resolvedBefore, cancellationToken);
        var removed = 0;
        for (var some = AlertsPerStep; some >= AlertsPerStep; removed += some)
        {
            await using var step = connections.Source.CreateCommand(_prune.Alerts);
            step.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = StoredTime.Of(resolvedBefore) });
            some = (int)(long)(await step.ExecuteScalarAsync(cancellationToken))!;
        }

        await using var groups = connections.Source.CreateCommand(_prune.Groups);
        groups.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = StoredTime.Of(resolvedBefore) });
        await groups.ExecuteNonQueryAsync(cancellationToken);
        return removed;
    }

    private sealed class LeadSql(PostgreSqlTables tables)
    {
        public string Take { get; } = $"""
            insert into {tables.AlertingLead} as l (id, holder, until, last_tick_at, paused_ms, epoch) values ({AlertingLeadRow.OnlyId}, $1, $2, $3, $4, $5)
            on conflict (id) do update set holder = excluded.holder, until = excluded.until, last_tick_at = excluded.last_tick_at,
                paused_ms = excluded.paused_ms, epoch = excluded.epoch
            where l.holder = excluded.holder or l.until <= $6
            returning holder, until, last_tick_at, paused_ms, epoch
            """;
    }

    private sealed class PruneSql(PostgreSqlTables tables)
    {
        public string Alerts { get; } = $"""
            with gone as (
                delete from {tables.Alerts} where id in
                    (select id from {tables.Alerts} where resolved_at < $1 order by resolved_at limit {AlertsPerStep})
                returning id),
            steps as (delete from {tables.AlertEvents} e using gone where e.alert_id = gone.id)
            select count(*) from gone
            """;

        public string Groups { get; } = $"""
            delete from {tables.NotificationGroups} where due_at is null and notified = 0 and (last_notified_at is null or last_notified_at < $1)
            """;
    }
}
