using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Storage.PostgreSql.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

/// <summary>Each call is one statement and one round trip; hosts that claim at once pass over what the other has locked.</summary>
internal sealed class PostgreSqlNotificationOutbox(
    PostgreSqlConnections connections, IStoreDialect dialect, ServerClock clock, ILogger<PostgreSqlNotificationOutbox> logger) : EfNotificationOutbox(dialect, logger)
{
    private const int RowsPerStep = 1_000;

    private readonly OutboxSql _sql = new(connections.Settings.Tables);

    public override async Task<IReadOnlyList<string>> CompleteAsync(
        IReadOnlyList<DeliveryCompletion> completions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(completions);
        var columns = new CompletionColumns();
        foreach (var completion in completions)
            columns.Add(completion);
        await using var command = connections.Source.CreateCommand(_sql.Complete);
        columns.Set.AddParameters(command.Parameters);
        columns.Steps.Set.AddParameters(command.Parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var refused = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            refused.Add(reader.GetString(0));
        return refused;
    }

    public override async Task<bool> ReplayAsync(string id, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        await using var command = connections.Source.CreateCommand(_sql.Replay);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = StoredTime.Of(AlertDocuments.DueTime(dueAt)) });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public override async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        before = await clock.NotAheadAsync(connections.Source, before, cancellationToken);
        var removed = 0;
        for (var some = RowsPerStep; some >= RowsPerStep; removed += some)
        {
            await using var command = connections.Source.CreateCommand(_sql.Prune);
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = StoredTime.Of(before) });
            some = await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return removed;
    }

    protected override async Task<IReadOnlyList<ClaimedRow>> ClaimRowsAsync(OutboxClaim claim, CancellationToken cancellationToken)
    {
        // What is under way is so by the database's clock: a host whose own is ahead must not tell again what another is just telling.
        var ahead = await clock.AheadAsync(connections.Source, cancellationToken);
        await using var command = connections.Source.CreateCommand(_sql.Claim);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = claim.Now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. claim.BusyChannelIds] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = claim.Limit });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (claim.Now + ahead + claim.Lease).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (claim.Now + ahead).UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<(long Seq, ClaimedRow Row)>();
        while (await reader.ReadAsync(cancellationToken))
            claimed.Add((reader.GetInt64(0), new ClaimedRow(reader.GetString(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetString(4))));

        // An update answers in the order that its plan takes.
        claimed.Sort(static (one, other) => one.Seq.CompareTo(other.Seq));
        return claimed.ConvertAll(one => one.Row);
    }

    internal sealed class OutboxSql
    {
        /// <summary>What is claimed is looked for by when it is due: by the row's number, everything that was ever delivered would be walked past.</summary>
        public OutboxSql(PostgreSqlTables tables)
        {
            var shape = new CompletionColumns();
            Claim = $"""
                with c as materialized (
                    select n.seq from {tables.Notifications} n
                    where n.available_at <= greatest($1, $5) and n.available_at <= case n.state when 1 then $5 else $1 end
                        and n.channel_id <> all($2)
                        and not exists (select from {tables.Notifications} o
                            where o.channel_id = n.channel_id and o.order_key = n.order_key and o.seq < n.seq and o.available_at is not null)
                    order by n.available_at, n.seq limit $3 for update of n skip locked)
                update {tables.Notifications} n set state = 1, available_at = $4, fence = n.fence + 1
                from c where n.seq = c.seq
                returning n.seq, n.id, n.fence, n.attempts, n.document
                """;
            Complete = $"""
                with x as materialized (select * from {shape.Set.Unnest("x")}),
                u as (
                    update {tables.Notifications} n set state = x.state, due_at = case when x.state = 0 then x.due_at else n.due_at end,
                        available_at = case when x.state = 0 then x.due_at end, detail = x.detail, attempts = n.attempts + x.counted,
                        document = coalesce(x.document, n.document)
                    from x where n.id = x.id and n.fence = x.fence and n.state = 1
                    returning n.id),
                e as (
                    insert into {tables.AlertEvents} (alert_id, at, kind, channel_id, detail)
                    select e.alert_id, e.at, e.kind, e.channel_id, e.detail
                    from {shape.Steps.Set.Unnest("e", shape.Set.Count + 1)} join u on u.id = e.notification_id
                    where exists (select from {tables.Alerts} a where a.id = e.alert_id) order by e.ord)
                select x.id from x where not exists (select from u where u.id = x.id)
                """;
            Replay = $"update {tables.Notifications} set state = 0, due_at = $2, available_at = $2, attempts = 0 where id = $1 and state = 3";
            Prune = $"""
                delete from {tables.Notifications} where seq in
                    (select seq from {tables.Notifications} where available_at is null and created_at < $1 limit {RowsPerStep})
                """;
        }

        public string Claim { get; }

        public string Complete { get; }

        public string Replay { get; }

        public string Prune { get; }
    }
}
