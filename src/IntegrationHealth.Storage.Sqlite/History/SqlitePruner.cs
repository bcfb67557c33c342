using System.Globalization;
using IntegrationHealth.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.History;

/// <summary>
/// Goes through the tables as they are ordered, so that it reads no more than it removes: by time where time comes first, else from integration to
/// integration. Each step is a short transaction, and whoever waits to write comes between.
/// </summary>
internal sealed class SqlitePruner(SqliteWriter writer)
{
    /// <summary>Most rows that one step removes, or a few more.</summary>
    internal const int RowsPerStep = 5_000;

    private const int KeysPerPage = 1_000;
    private const int PagesPerStep = 1_000;
    private const int FreePagesKept = 256;

    private readonly PruneSql _sql = new(writer.Settings.Tables);

    /// <summary>Removes what is older than its bound; hours and days only as far as they are folded.</summary>
    public async Task<long> PruneAsync(HistoryBounds bounds, DateTimeOffset folded, CancellationToken cancellationToken)
    {
        var cursor = new Cursor(bounds, folded);
        var removed = await PruneFrontAsync(_sql.Slots, TimeFirstSql.SlotOf(bounds.Checks), cancellationToken);
        removed += await PruneFrontAsync(_sql.Hours, cursor.Hours.ToUnixTimeMilliseconds(), cancellationToken);
        while (!cursor.Done)
        {
            removed += await writer.WriteAsync(cursor, Step, cancellationToken);
            await Task.Yield();
        }

        removed += await writer.WriteAsync(bounds, PruneProviders, cancellationToken);
        while (await writer.WriteAsync(0, (session, _) => ShrinkStep(session), cancellationToken))
            await Task.Yield();
        return removed;
    }

    /// <summary>Removes whole slots, or hours, from the front of their table.</summary>
    private async Task<long> PruneFrontAsync(FrontSql sql, long end, CancellationToken cancellationToken)
    {
        for (long removed = 0; ;)
        {
            var (rows, more) = await writer.WriteAsync(end, (session, until) => RemoveFront(session, sql, until), cancellationToken);
            removed += rows;
            if (!more)
                return removed;
            await Task.Yield();
        }
    }

    private static (int Rows, bool More) RemoveFront(SqliteSession session, FrontSql sql, long end) =>
        session.Prepare(sql.Cut).Bind(end).ReadTwo() is var (time, key)
            ? (session.Prepare(sql.UpToCut).Bind(time).Bind(key).Execute(), true)
            : (session.Prepare(sql.Rest).Bind(end).Execute(), false);

    private int Step(SqliteSession session, Cursor cursor)
    {
        var removed = 0;
        var keys = session.Prepare(_sql.Keys).Bind(cursor.Key).Bind((long)KeysPerPage).ReadAll();
        foreach (var key in keys)
        {
            removed += session.Prepare(_sql.LastSlot).Bind(TimeFirstSql.SlotOf(cursor.Bounds.Checks)).Bind(key).Bind(cursor.Bounds.Checks).Execute();
            removed += Remove(session, _sql.Days, key, cursor.Days);
            if (cursor.Bounds.Months is { } months)
                removed += Remove(session, _sql.Months, key, months);
            session.Prepare(_sql.IncidentEvents).Bind(key).Bind(cursor.Bounds.Hours).Execute();
            removed += Remove(session, _sql.Incidents, key, cursor.Bounds.Hours);

            // Full: this integration may have more, so the next step begins with it again.
            if (removed >= RowsPerStep)
                return removed;

            cursor.Key = key + 1;
        }

        cursor.Done = keys.Count < KeysPerPage;
        return removed;
    }

    private int PruneProviders(SqliteSession session, HistoryBounds bounds) =>
        session.Prepare(_sql.Providers).Bind((int)ProviderBucketWidth.Minute).Bind(bounds.ProviderMinutes).Execute()
        + session.Prepare(_sql.Providers).Bind((int)ProviderBucketWidth.Hour).Bind(bounds.Hours).Execute();

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

    private sealed class Cursor(HistoryBounds bounds, DateTimeOffset folded)
    {
        public HistoryBounds Bounds { get; } = bounds;

        public DateTimeOffset Hours { get; } = Earlier(Periods.DayOf(bounds.Hours), folded);

        public DateTimeOffset Days { get; } = Earlier(Periods.MonthOf(bounds.Days), Periods.MonthOf(folded));

        public long Key { get; set; }

        public bool Done { get; set; }

        private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
    }

    private sealed class PruneSql(TableNames tables)
    {
        public string Keys { get; } = $"select iid from {tables.Integrations} where iid >= ? order by iid limit ?";

        public FrontSql Slots { get; } = new(tables.History, "slot", $" and (slot <> 0 or checked_at < {TimeFirstSql.SlotMs})");

        public string LastSlot { get; } = $"delete from {tables.History} where slot = ? and iid = ? and checked_at < ?";

        public FrontSql Hours { get; } = new(tables.Hours, "hour", "");

        public string Days { get; } = Limited(tables.Days, "start");

        public string Months { get; } = Limited(tables.Months, "start");

        public string Providers { get; } = $"delete from {tables.Providers} where width = ? and start < ?";

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

    /// <summary>
    /// Removes what is before a bound, a step at a time: up to the integration of the row that is one too many. <paramref name="and"/> spares what has no slot yet.
    /// </summary>
    private sealed class FrontSql(string table, string column, string and)
    {
        public string Cut { get; } = $"select {column}, iid from {table} where {column} < ?{and} order by {column}, iid limit 1 offset {RowsPerStep}";

        public string UpToCut { get; } = $"delete from {table} where ({column}, iid) <= (?, ?){and}";

        public string Rest { get; } = $"delete from {table} where {column} < ?{and}";
    }
}
