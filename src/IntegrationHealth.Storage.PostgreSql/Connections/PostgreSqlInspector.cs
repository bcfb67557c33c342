using IntegrationHealth.Diagnostics;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>How much the library's tables take with their indexes and partitions, as PostgreSQL counts it.</summary>
internal sealed class PostgreSqlInspector(PostgreSqlConnections connections) : IStorageInspector
{
    public string Kind => "postgresql";

    public async Task<long?> GetSizeAsync(CancellationToken cancellationToken)
    {
        await using var command = connections.Source.CreateCommand("""
            select sum(pg_total_relation_size(id))::bigint from (
                select name::regclass as id from unnest($1) as named(name)
                union select inhrelid from pg_inherits where inhparent = any($1::regclass[])) as tables
            """);
        command.Parameters.Add(new() { Value = connections.Settings.Tables.All.ToArray() });
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
