using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Catalog;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Storage.PostgreSql.Writing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Catalog;

internal sealed class PostgreSqlIntegrationStore(
    PostgreSqlConnections connections, IStoreDialect dialect, StoredIntegrationPages pages, IntegrationKeys keys, TimeProvider time)
    : IIntegrationStore
{
    private const int UpsertChunk = 500;
    private const int DeleteChunk = 20;

    private readonly CatalogSql _sql = new(connections.Settings.Tables);

    public IAsyncEnumerable<StoredIntegration> ListAsync(CancellationToken cancellationToken) => pages.ListAsync(cancellationToken);

    /// <summary>Not tried again after a lost answer: the second try would find the id taken by the first.</summary>
    public async Task<bool> InsertAsync(Integration integration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integration);
        return await PutAsync([integration], replace: false, cancellationToken) > 0;
    }

    public async Task UpsertAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrations);

        // In the order of ids: hosts that start at once bring the same ones and must not wait for each other in a ring.
        var last = new SortedDictionary<string, Integration>(StringComparer.Ordinal);
        foreach (var integration in integrations)
            last[integration.Id] = integration;
        foreach (var chunk in last.Values.Chunk(UpsertChunk))
            await RetryAsync(stop => PutAsync(chunk, replace: true, stop), cancellationToken);
    }

    public async Task ReplaceAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrations);
        foreach (var integration in integrations)
            await RetryAsync(stop => DeleteChunkAsync([integration.Id], integration, stop), cancellationToken);
    }

    public async Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        foreach (var chunk in ids.Order(StringComparer.Ordinal).Chunk(DeleteChunk))
            await RetryAsync(stop => DeleteChunkAsync(chunk, null, stop), cancellationToken);
    }

    private async Task<int> PutAsync(Integration[] integrations, bool replace, CancellationToken cancellationToken)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
        return await PutAsync(connection, integrations, replace, cancellationToken);
    }

    private async Task<int> PutAsync(NpgsqlConnection connection, Integration[] integrations, bool replace, CancellationToken cancellationToken)
    {
        var columns = new CatalogColumns();
        foreach (var integration in integrations)
            columns.Add(integration);
#pragma warning disable CA2100 // Names were checked to be letters, digits and underscores.
        await using var command = new NpgsqlCommand(_sql.Put(columns, replace), connection);
#pragma warning restore CA2100
        columns.Set.AddParameters(command.Parameters);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = StoredTime.Of(time.GetUtcNow()) });
        var written = await command.ExecuteNonQueryAsync(cancellationToken);
        foreach (var integration in integrations)
            keys.Forget(integration.Id);
        return written;
    }

    /// <summary>The snapshot goes first: a result on its way is then refused, or was written before and is removed with the rest.</summary>
    private async Task DeleteChunkAsync(string[] ids, Integration? successor, CancellationToken cancellationToken)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var bound = new NpgsqlCommand(TransactionBound.Short, connection))
            await bound.ExecuteNonQueryAsync(cancellationToken);
        var found = new List<long>();
        await using (var find = Command(connection, _sql.LockKeys, new NpgsqlParameter<string[]> { TypedValue = ids }))
        {
            await using var reader = await find.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                found.Add(reader.GetInt64(0));
        }

        foreach (var sql in _sql.Deletes)
        {
            await using var delete = Command(connection, sql, new NpgsqlParameter<List<long>> { TypedValue = found });
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        if (successor is not null)
            await PutAsync(connection, [successor], replace: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var id in ids)
            keys.Forget(id);
    }

    /// <summary>Both may run twice, so a connection that breaks is no reason to fail.</summary>
    private async Task RetryAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        await context.Database.CreateExecutionStrategy().ExecuteAsync(action, cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter parameter)
    {
#pragma warning disable CA2100 // Names were checked to be letters, digits and underscores.
        return new NpgsqlCommand(sql, connection) { Parameters = { parameter } };
#pragma warning restore CA2100
    }

    private sealed class CatalogColumns
    {
        private readonly Column<string> _ids, _owners, _providers, _names, _nameKeys, _tags, _settings;
        private readonly Column<long?> _intervals;
        private readonly Column<bool> _enabled;
        private readonly Column<int> _origins;

        public CatalogColumns()
        {
            _ids = Set.Add<string>("id", "text");
            _owners = Set.Add<string>("owner_id", "text");
            _providers = Set.Add<string>("provider", "text");
            _names = Set.Add<string>("name", "text");
            _nameKeys = Set.Add<string>("name_key", "text");
            _tags = Set.Add<string>("tags", "text");
            _intervals = Set.Add<long?>("interval_ms", "bigint");
            _enabled = Set.Add<bool>("enabled", "boolean");
            _settings = Set.Add<string>("settings", "text");
            _origins = Set.Add<int>("origin", "integer");
        }

        public ColumnSet Set { get; } = new();

        public void Add(Integration integration)
        {
            _ids.Add(integration.Id);
            _owners.Add(StoredText.Clean(integration.OwnerId)!);
            _providers.Add(integration.Provider);
            _names.Add(StoredText.Clean(integration.Name)!);
            _nameKeys.Add(NameOrder.Fold(StoredText.Clean(integration.Name)!));
            _tags.Add(StorageJson.Write([.. integration.Tags.Select(tag => StoredText.Clean(tag)!)]));
            _intervals.Add((long?)integration.Interval?.TotalMilliseconds);
            _enabled.Add(integration.Enabled);
            _settings.Add(integration.Settings.GetRawText());
            _origins.Add((int)integration.Origin);
        }
    }

    private sealed class CatalogSql(PostgreSqlTables tables)
    {
        public string LockKeys { get; } = $"select iid from {tables.Integrations} where id = any($1) order by id for update";

        public IReadOnlyList<string> Deletes { get; } =
        [
            .. new[]
            {
                tables.Snapshots, tables.IncidentEvents, tables.Incidents, tables.LateDays, tables.Months, tables.Days, tables.Hours,
                tables.History, tables.Integrations,
            }.Select(table => $"delete from {table} where iid = any($1)"),
        ];

        private const string Replacing = """
            update set owner_id = excluded.owner_id, provider = excluded.provider, name = excluded.name,
                    tags = excluded.tags, interval_ms = excluded.interval_ms, enabled = excluded.enabled, settings = excluded.settings,
                    origin = excluded.origin
            """;

        public string Put(CatalogColumns columns, bool replace) => $"""
            with x as materialized (select * from {columns.Set.Unnest("x")}),
            i as (
                insert into {tables.Integrations} (id, owner_id, provider, name, tags, interval_ms, enabled, settings, origin)
                select id, owner_id, provider, name, array(select jsonb_array_elements_text(tags::jsonb)), interval_ms, enabled, settings, origin
                from x
                on conflict (id) do {(replace ? Replacing : "nothing")}
                returning iid, id)
            insert into {tables.Snapshots}
                (iid, id, provider, owner_id, name_key, status, status_since, consecutive_failures, consecutive_successes,
                 consecutive_degraded, flapping, recent, version)
            select i.iid, x.id, x.provider, x.owner_id, x.name_key, {(int)IntegrationStatus.Unknown}, ${columns.Set.Count + 1}, 0, 0, 0, false, 0, 0
            from x join i on i.id = x.id
            on conflict (iid) do update set provider = excluded.provider, owner_id = excluded.owner_id, name_key = excluded.name_key
            """;
    }
}
