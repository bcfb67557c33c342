using IntegrationHealth.Auditing;
using IntegrationHealth.Storage.Auditing;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Storage.PostgreSql.Writing;
using Npgsql;
using NpgsqlTypes;

namespace IntegrationHealth.Storage.PostgreSql.Auditing;

internal sealed class PostgreSqlAuditLog(PostgreSqlConnections connections, IStoreDialect dialect, ServerClock clock) : EfAuditLog(dialect)
{
    private const int RowsPerStep = 1_000;

    private readonly string _add =
        $"insert into {connections.Settings.Tables.Audit} (id, at, actor, action, subject_id, changes) values ($1, $2, $3, $4, $5, $6)";

    private readonly string _prune = $"""
        delete from {connections.Settings.Tables.Audit} where id in
            (select id from {connections.Settings.Tables.Audit} where at < $1 limit {RowsPerStep})
        """;

    public override async Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await using var command = connections.Source.CreateCommand(_add);
        AddText(command, entry.Id);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = StoredTime.Of(entry.At) });
        AddText(command, entry.Actor);
        AddText(command, entry.Action);
        AddText(command, entry.SubjectId);
        AddText(command, StorageJson.Write(entry.Changes));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        before = await clock.NotAheadAsync(connections.Source, before, cancellationToken);
        var removed = 0;
        for (var some = RowsPerStep; some >= RowsPerStep; removed += some)
        {
            await using var command = connections.Source.CreateCommand(_prune);
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = StoredTime.Of(before) });
            some = await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return removed;
    }

    private static void AddText(NpgsqlCommand command, string? text) => command.Parameters.Add(
        new NpgsqlParameter { Value = (object?)StoredText.Clean(text) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
}
