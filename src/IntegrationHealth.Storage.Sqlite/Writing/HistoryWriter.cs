using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.Writing;

/// <summary>Adds a check to the history and to its hours.</summary>
internal sealed class HistoryWriter(TableNames tables)
{
    private readonly string _insert = $"""
        insert or ignore into {tables.History} (iid, checked_at, status, outcome, latency_ms, failure_kind, message)
        values (?, ?, ?, ?, ?, ?, ?)
        """;

    private readonly string _rollup = $"""
        insert into {tables.Rollups}
            (iid, hour, succeeded, degraded, failed, healthy_ms, degraded_ms, unhealthy_ms, latency_sum_ms, h0, h1, h2, h3)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (iid, hour) do update set
            succeeded = succeeded + excluded.succeeded, degraded = degraded + excluded.degraded, failed = failed + excluded.failed,
            healthy_ms = healthy_ms + excluded.healthy_ms, degraded_ms = degraded_ms + excluded.degraded_ms,
            unhealthy_ms = unhealthy_ms + excluded.unhealthy_ms, latency_sum_ms = latency_sum_ms + excluded.latency_sum_ms,
            h0 = h0 + excluded.h0, h1 = h1 + excluded.h1, h2 = h2 + excluded.h2, h3 = h3 + excluded.h3
        """;

    /// <returns>False when a check of that millisecond is already there.</returns>
    public bool TryInsert(SqliteSession session, long key, HistoryEntry entry) =>
        session.Prepare(_insert)
            .Bind(key).Bind(entry.CheckedAt).Bind((int)entry.Status).Bind((int)entry.Outcome).Bind(entry.LatencyMs)
            .Bind((int?)entry.FailureKind).Bind(entry.Message)
            .Execute() == 1;

    /// <summary>Adds to one hour; <paramref name="countOutcome"/> is false for a check that was counted before.</summary>
    public void AddRollup(SqliteSession session, long key, RollupDelta delta, bool countOutcome)
    {
        var outcome = countOutcome ? delta.Outcome : null;
        var counted = outcome is CheckOutcome.Succeeded or CheckOutcome.Degraded or CheckOutcome.Failed;
        var (word, value) = counted ? PackedLatency.One(delta.LatencyMs) : (-1, 0L);
        session.Prepare(_rollup)
            .Bind(key).Bind(delta.Hour)
            .Bind(outcome == CheckOutcome.Succeeded).Bind(outcome == CheckOutcome.Degraded).Bind(outcome == CheckOutcome.Failed)
            .Bind(delta.HealthyMs).Bind(delta.DegradedMs).Bind(delta.UnhealthyMs)
            .Bind(counted ? (long)delta.LatencyMs : 0L)
            .Bind(word == 0 ? value : 0L).Bind(word == 1 ? value : 0L).Bind(word == 2 ? value : 0L).Bind(word == 3 ? value : 0L)
            .Execute();
    }
}
