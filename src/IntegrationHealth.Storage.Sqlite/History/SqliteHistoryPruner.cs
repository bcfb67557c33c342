using System.Globalization;
using IntegrationHealth.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.History;

/// <summary>
/// Goes from integration to integration, as the tables are ordered, so that it reads no more than it removes. Each step is a short
/// transaction, and whoever waits to write comes between.
/// </summary>
internal sealed class SqliteHistoryPruner(SqliteWriter writer) : IHistoryPruner
{
    /// <summary>Most rows that one step removes, or a few more.</summary>
    internal const int RowsPerStep = 5_000;

    private const int KeysPerPage = 1_000;
    private const int PagesPerStep = 1_000;
    private const int FreePagesKept = 256;

    private readonly PruneSql _sql = new(writer.Settings.Tables);

    public async Task<long> PruneAsync(DateTimeOffset checksBefore, DateTimeOffset rollupsBefore, CancellationToken cancellationToken)
    {
        long removed = 0;
        var cursor = new Cursor(checksBefore, rollupsBefore);
        while (!cursor.Done)
        {
            removed += await writer.WriteAsync(cursor, Step, cancellationToken);
            await Task.Yield();
        }

        while (await writer.WriteAsync(0, (session, _) => ShrinkStep(session), cancellationToken))
            await Task.Yield();
        return removed;
    }

    private int Step(SqliteSession session, Cursor cursor)
    {
        var removed = 0;
        var keys = session.Prepare(_sql.Keys).Bind(cursor.Key).Bind((long)KeysPerPage).ReadAll();
        foreach (var key in keys)
        {
            removed += Remove(session, _sql.History, key, cursor.ChecksBefore);
            removed += Remove(session, _sql.Rollups, key, cursor.RollupsBefore);
            session.Prepare(_sql.IncidentEvents).Bind(key).Bind(cursor.RollupsBefore).Execute();
            removed += session.Prepare(_sql.Incidents).Bind(key).Bind(cursor.RollupsBefore).Execute();

            // Full: this integration may have more, so the next step begins with it again.
            if (removed >= RowsPerStep)
                return removed;

            cursor.Key = key + 1;
        }

        cursor.Done = keys.Count < KeysPerPage;
        return removed;
    }

    private static int Remove(SqliteSession session, string sql, long key, DateTimeOffset before) =>
        session.Prepare(sql).Bind(key).Bind(before).Execute();

    /// <summary>Gives free pages back to the file system, but a few: the next results need them.</summary>
    private static bool ShrinkStep(SqliteSession session)
    {
        var free = session.Prepare("pragma freelist_count").ReadOne() ?? 0;
        if (free <= FreePagesKept || session.Prepare("pragma auto_vacuum").ReadOne() != 2)
            return false;

        var pages = Math.Min(PagesPerStep, free - FreePagesKept).ToString(CultureInfo.InvariantCulture);
        session.Run($"pragma incremental_vacuum({pages})");
        return true;
    }

    private sealed class Cursor(DateTimeOffset checksBefore, DateTimeOffset rollupsBefore)
    {
        public DateTimeOffset ChecksBefore { get; } = checksBefore;

        public DateTimeOffset RollupsBefore { get; } = rollupsBefore;

        public long Key { get; set; }

        public bool Done { get; set; }
    }

    private sealed class PruneSql(TableNames tables)
    {
        public string Keys { get; } = $"select iid from {tables.Integrations} where iid >= ? order by iid limit ?";

        public string History { get; } = Limited(tables.History, "checked_at");

        public string Rollups { get; } = Limited(tables.Rollups, "hour");

        public string IncidentEvents { get; } = $"""
            delete from {tables.IncidentEvents} where iid = ?1 and incident_id in
                (select incident_id from {tables.Incidents} where iid = ?1 and ended_at < ?2)
            """;

        public string Incidents { get; } = $"delete from {tables.Incidents} where iid = ?1 and ended_at < ?2";

        private static string Limited(string table, string column) => $"""
            delete from {table} where iid = ?1 and {column} < coalesce(
                (select {column} from {table} where iid = ?1 and {column} < ?2 order by {column} limit 1 offset {RowsPerStep}), ?2)
            """;
    }
}
