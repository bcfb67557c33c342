using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.PostgreSql.Connections;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

/// <summary>A change and the new revision are one statement.</summary>
internal sealed class PostgreSqlAlertConfigurationStore(PostgreSqlConnections connections, IStoreDialect dialect)
    : EfAlertConfigurationStore(dialect)
{
    private readonly ConfigurationSql _sql = new(connections.Settings.Tables);

    public override async Task<bool> PutAsync(ConfigurationDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        await using var command = connections.Source.CreateCommand(document.Version == 0 ? _sql.Insert : _sql.Update);
        AddKey(command, document.Kind, document.Id);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = document.Json });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)document.Secret ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        if (document.Version != 0)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = document.Version });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    public override async Task<bool> DeleteAsync(ConfigurationKind kind, string id, CancellationToken cancellationToken)
    {
        await using var command = connections.Source.CreateCommand(_sql.Delete);
        AddKey(command, kind, id);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static void AddKey(NpgsqlCommand command, ConfigurationKind kind, string id)
    {
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
    }

    private sealed class ConfigurationSql(PostgreSqlTables tables)
    {
        public string Insert { get; } = Revised(tables, $"""
            insert into {tables.AlertConfiguration} (kind, id, json, secret, version) values ($1, $2, $3, $4, 1) on conflict do nothing returning 1
            """);

        public string Update { get; } = Revised(tables, $"""
            update {tables.AlertConfiguration} set json = $3, secret = $4, version = version + 1 where kind = $1 and id = $2 and version = $5 returning 1
            """);

        public string Delete { get; } = Revised(tables, $"delete from {tables.AlertConfiguration} where kind = $1 and id = $2 returning 1");

        /// <summary>Changes as many rows as <paramref name="change"/>, of which it counts one revision.</summary>
        private static string Revised(PostgreSqlTables tables, string change) => $$"""
            with changed as ({{change}})
            insert into {{tables.AlertConfiguration}} as r (kind, id, json, version)
            select {{(int)ConfigurationKind.Installation}}, '{{AlertConfigurationRow.RevisionId}}', '{}', 1 from changed
            on conflict (kind, id) do update set version = r.version + 1
            """;
    }
}
