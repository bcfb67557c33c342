using IntegrationHealth.Auditing;
using IntegrationHealth.Storage.Auditing;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.Auditing;

internal sealed class SqliteAuditLog(SqliteWriter writer, IStoreDialect dialect) : EfAuditLog(dialect)
{
    private const int RowsPerStep = 1_000;

    private readonly string _add =
        $"insert into {writer.Settings.Tables.Audit} (id, at, actor, action, subject_id, changes) values (?, ?, ?, ?, ?, ?)";

    private readonly string _prune = FormattableString.Invariant($"""
        delete from {writer.Settings.Tables.Audit} where id in (select id from {writer.Settings.Tables.Audit} where at < ? limit {RowsPerStep})
        """);

    public override Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return writer.WriteAsync(entry, (session, added) => session.Prepare(_add)
            .Bind(added.Id).Bind(added.At).Bind(added.Actor).Bind(added.Action).Bind(added.SubjectId).Bind(StorageJson.Write(added.Changes))
            .Execute(), cancellationToken).AsTask();
    }

    public override async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        while (true)
        {
            var some = await writer.WriteAsync(before, (session, bound) => session.Prepare(_prune).Bind(bound).Execute(), cancellationToken);
            removed += some;
            if (some < RowsPerStep)
                return removed;

            // Whoever waits to write comes between.
            await Task.Yield();
        }
    }
}
