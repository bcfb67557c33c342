using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Sqlite.Alerting;

internal sealed class SqliteNotificationOutbox(SqliteWriter writer, IStoreDialect dialect, ILogger<SqliteNotificationOutbox> logger)
    : EfNotificationOutbox(dialect, logger)
{
    private const int RowsPerStep = 1_000;

    private readonly AlertWriter _alerts = new(writer.Settings.Tables);
    private readonly OutboxSql _sql = new(writer.Settings.Tables);

    public override Task<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<DeliveryCompletion> completions, CancellationToken cancellationToken) =>
        writer.WriteAsync(completions, Complete, cancellationToken).AsTask();

    public override Task<bool> ReplayAsync(string id, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        writer.WriteAsync((id, AlertDocuments.DueTime(dueAt)),
            (session, dead) => session.Prepare(_sql.Replay).Bind(dead.id).Bind(dead.Item2).Execute() == 1, cancellationToken).AsTask();

    public override async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        while (true)
        {
            var some = await writer.WriteAsync(before, (session, bound) => session.Prepare(_sql.Prune).Bind(bound).Execute(), cancellationToken);
            removed += some;
            if (some < RowsPerStep)
                return removed;

            // Whoever waits to write comes between.
            await Task.Yield();
        }
    }

    protected override Task<IReadOnlyList<ClaimedRow>> ClaimRowsAsync(OutboxClaim claim, CancellationToken cancellationToken) =>
        writer.WriteAsync(claim, Claim, cancellationToken).AsTask();

    private IReadOnlyList<ClaimedRow> Claim(SqliteSession session, OutboxClaim claim)
    {
        var found = session.Prepare(_sql.Find).Bind(claim.Now).Bind(BusyJson(claim.BusyChannelIds)).Bind(claim.Limit).Read(row =>
            (Seq: row.Number(0), Row: new ClaimedRow(row.Text(1)!, row.Number(2) + 1, (int)row.Number(3), row.Text(4)!)));
        foreach (var (seq, row) in found)
            session.Prepare(_sql.Lease).Bind(claim.Now + claim.Lease).Bind(row.Fence).Bind(seq).Execute();
        return [.. found.OrderBy(claimed => claimed.Seq).Select(claimed => claimed.Row)];
    }

    private IReadOnlyList<string> Complete(SqliteSession session, IReadOnlyList<DeliveryCompletion> completions)
    {
        List<string>? refused = null;
        foreach (var completion in completions)
        {
            var changed = session.Prepare(_sql.Complete)
                .Bind((int)completion.State).Bind(AlertDocuments.DueTime(completion.DueAt)).Bind(completion.Detail)
                .Bind(completion.CountsAsAttempt).Bind(completion.NotificationId).Bind(completion.Fence)
                .Bind(completion.Changed is { } kept ? AlertDocuments.Write(kept) : null)
                .Execute();
            if (changed == 0)
            {
                (refused ??= []).Add(completion.NotificationId);
                continue;
            }

            foreach (var step in completion.Events)
                _alerts.Append(session, step);
        }

        return refused is null ? [] : refused;
    }

    private static string BusyJson(IReadOnlyCollection<string> channelIds) => StorageJson.Write([.. channelIds]);

    private sealed class OutboxSql(TableNames tables)
    {
        /// <summary>By when it is due: by the row's number, everything that was ever delivered would be walked past.</summary>
        public string Find { get; } = $"""
            select seq, id, fence, attempts, document from {tables.Notifications} n
            where available_at <= ?1 and channel_id not in (select value from json_each(?2))
                and not exists (select 1 from {tables.Notifications} o
                    where o.channel_id = n.channel_id and o.order_key = n.order_key and o.seq < n.seq and o.available_at is not null)
            order by available_at, seq limit ?3
            """;

        public string Lease { get; } = $"update {tables.Notifications} set state = 1, available_at = ?, fence = ? where seq = ?";

        public string Complete { get; } = $"""
            update {tables.Notifications} set state = ?1, due_at = case when ?1 = 0 then ?2 else due_at end,
                available_at = case when ?1 = 0 then ?2 end, detail = ?3, attempts = attempts + ?4,
                document = coalesce(?7, document)
            where id = ?5 and fence = ?6 and state = 1
            """;

        public string Replay { get; } =
            $"update {tables.Notifications} set state = 0, due_at = ?2, available_at = ?2, attempts = 0 where id = ?1 and state = 3";

        public string Prune { get; } = FormattableString.Invariant($"""
            delete from {tables.Notifications} where seq in
                (select seq from {tables.Notifications} where available_at is null and created_at < ?1 limit {RowsPerStep})
            """);
    }
}
