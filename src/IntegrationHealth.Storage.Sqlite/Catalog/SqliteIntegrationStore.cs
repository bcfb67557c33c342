using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Catalog;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Storage.Sqlite.History;

namespace IntegrationHealth.Storage.Sqlite.Catalog;

internal sealed class SqliteIntegrationStore(SqliteWriter writer, StoredIntegrationPages pages, HistoryEraser history, TimeProvider time) : IIntegrationStore
{
    private const int UpsertChunk = 500;
    private const int DeleteChunk = 20;

    private readonly string _insert = InsertInto(writer.Settings.Tables.Integrations);

    private readonly string _upsert = InsertInto(writer.Settings.Tables.Integrations) + """

        on conflict (id) do update set owner_id = excluded.owner_id, provider = excluded.provider, name = excluded.name,
            tags = excluded.tags, interval_ms = excluded.interval_ms, enabled = excluded.enabled, settings = excluded.settings,
            origin = excluded.origin
        """;

    private readonly string _upsertSnapshot = $"""
        insert into {writer.Settings.Tables.Snapshots}
            (iid, id, provider, owner_id, name_key, status, status_since, consecutive_failures, consecutive_successes, consecutive_degraded,
             flapping, recent, version)
        values (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0)
        on conflict (iid) do update set provider = excluded.provider, owner_id = excluded.owner_id, name_key = excluded.name_key
        """;

    private readonly string[] _delete =
    [
        .. new[]
        {
            writer.Settings.Tables.IncidentEvents, writer.Settings.Tables.Incidents, writer.Settings.Tables.LateDays,
            writer.Settings.Tables.Months, writer.Settings.Tables.Days, writer.Settings.Tables.Snapshots, writer.Settings.Tables.Integrations,
        }.Select(table => $"delete from {table} where iid = ?"),
    ];

    public IAsyncEnumerable<StoredIntegration> ListAsync(CancellationToken cancellationToken) => pages.ListAsync(cancellationToken);

    public async Task<bool> InsertAsync(Integration integration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integration);
        return await writer.WriteAsync(integration, Insert, cancellationToken) > 0;
    }

    public async Task UpsertAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrations);
        foreach (var chunk in integrations.Chunk(UpsertChunk))
            await writer.WriteAsync(chunk, Upsert, cancellationToken);
    }

    public async Task ReplaceAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrations);
        var removed = new List<long>();
        foreach (var integration in integrations)
            removed.AddRange(await writer.WriteAsync(integration, Replace, cancellationToken));
        await history.EraseAsync(removed);
    }

    public async Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var removed = new List<long>();
        foreach (var chunk in ids.Chunk(DeleteChunk))
            removed.AddRange(await writer.WriteAsync(chunk, Delete, cancellationToken));
        await history.EraseAsync(removed);
    }

    private static string InsertInto(string table) => $"""
        insert into {table}
            (id, owner_id, provider, name, tags, interval_ms, enabled, settings, origin)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>One writer at a time: what is not there now is not there a statement later.</summary>
    private int Insert(SqliteSession session, Integration integration)
    {
        session.ForgetKey(integration.Id);
        if (session.FindKey(integration.Id) is not null)
            return 0;
        Put(session, _insert, integration);
        return 1;
    }

    private List<long> Replace(SqliteSession session, Integration integration)
    {
        var removed = Delete(session, [integration.Id]);
        Insert(session, integration);
        return removed;
    }

    private int Upsert(SqliteSession session, Integration[] integrations)
    {
        foreach (var integration in integrations)
            Put(session, _upsert, integration);
        return integrations.Length;
    }

    private void Put(SqliteSession session, string sql, Integration integration)
    {
        session.Prepare(sql)
            .Bind(integration.Id).Bind(integration.OwnerId).Bind(integration.Provider).Bind(integration.Name)
            .Bind(StorageJson.Write(integration.Tags)).Bind((long?)integration.Interval?.TotalMilliseconds).Bind(integration.Enabled)
            .Bind(integration.Settings.GetRawText()).Bind((int)integration.Origin)
            .Execute();
        session.ForgetKey(integration.Id);
        session.Prepare(_upsertSnapshot)
            .Bind(session.FindKey(integration.Id)!.Iid)
            .Bind(integration.Id).Bind(integration.Provider).Bind(integration.OwnerId).Bind(NameOrder.Fold(integration.Name))
            .Bind((int)IntegrationStatus.Unknown).Bind(time.GetUtcNow())
            .Execute();
    }

    /// <returns>The keys of those that were there.</returns>
    private List<long> Delete(SqliteSession session, string[] ids)
    {
        var removed = new List<long>();
        foreach (var id in ids)
        {
            session.ForgetKey(id);
            if (session.FindKey(id) is not { } key)
                continue;

            foreach (var sql in _delete)
                session.Prepare(sql).Bind(key.Iid).Execute();
            session.ForgetKey(id);
            removed.Add(key.Iid);
        }

        return removed;
    }
}
