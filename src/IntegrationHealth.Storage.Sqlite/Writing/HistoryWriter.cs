using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Storage.Sqlite.History;

namespace IntegrationHealth.Storage.Sqlite.Writing;

/// <summary>Adds a check to the history and to its hours.</summary>
internal sealed class HistoryWriter(TableNames tables)
{
    private readonly string _insert = $"""
        insert or ignore into {tables.History} (slot, iid, checked_at, status, outcome, latency_ms, failure_kind, message)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private readonly string _rollup = $"""
        insert into {tables.Hours} (hour, iid, {string.Join(", ", RollupSql.HourColumns)})
        values (?, ?, {string.Join(", ", RollupSql.HourColumns.Select(_ => "?"))})
        on conflict (hour, iid) do update set {RollupSql.AddTo(tables.Hours, RollupSql.HourColumns)}
        """;

    private readonly string _late = new RollupSql(tables, "").RememberLateDay;

    /// <returns>False when a check of that millisecond is already there.</returns>
    public bool TryInsert(SqliteSession session, long key, HistoryEntry entry) =>
        session.Prepare(_insert)
            .Bind(TimeFirstSql.SlotOf(entry.CheckedAt)).Bind(key).Bind(entry.CheckedAt).Bind((int)entry.Status).Bind((int)entry.Outcome).Bind(entry.LatencyMs)
            .Bind((int?)entry.FailureKind).Bind(entry.Message)
            .Execute() == 1;

    /// <summary>Adds to one hour; <paramref name="countOutcome"/> is false for a check that was counted before.</summary>
    public void AddRollup(SqliteSession session, long key, RollupDelta delta, bool countOutcome, DateTimeOffset now)
    {
        var outcome = countOutcome ? delta.Outcome : null;
        var counted = outcome is CheckOutcome.Succeeded or CheckOutcome.Degraded or CheckOutcome.Failed;
        var statement = session.Prepare(_rollup)
            .Bind(delta.Hour).Bind(key)
            .Bind(outcome == CheckOutcome.Succeeded).Bind(outcome == CheckOutcome.Degraded).Bind(outcome == CheckOutcome.Failed)
            .Bind(delta.HealthyMs).Bind(delta.DegradedMs).Bind(delta.UnhealthyMs)
            .Bind(counted ? (long)delta.LatencyMs : 0L);
        Bind(statement, counted ? PackedLanes.HourLatency(delta.LatencyMs) : null);
        Bind(statement, counted && delta.FailureKind is { } kind ? PackedLanes.HourFailure(kind) : null);
        statement.Execute();
        if (FoldPlan.IsLate(delta.Hour, now))
            RememberLate(session, key, delta.Hour);
    }

    private void RememberLate(SqliteSession session, long key, DateTimeOffset hour)
    {
        var month = Periods.MonthOf(hour);
        session.Prepare(_late).Bind(key).Bind(Periods.DayOf(hour)).Bind(month).Bind(Periods.Next(month, HistoryResolution.Month)).Execute();
    }

    private static void Bind(SqliteStatement statement, (int Word, long Value)? count)
    {
        for (var word = 0; word < PackedLanes.HourWords; word++)
            statement.Bind(count is { } one && one.Word == word ? one.Value : 0L);
    }
}
