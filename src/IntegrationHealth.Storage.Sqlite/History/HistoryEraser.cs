using System.Text.Json;
using IntegrationHealth.Storage.Sqlite.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Sqlite.History;

/// <summary>
/// Removes the checks and hours of integrations that are gone, some slots a transaction, since each slot has a page of its own to change: whoever waits to
/// write comes between. Keys are never given again, so nobody finds what is not removed yet; if the file cannot be written meanwhile, or the host dies,
/// retention takes it.
/// </summary>
internal sealed class HistoryEraser(SqliteWriter writer, ILogger<HistoryEraser> logger)
{
    private const int SlotsPerStep = 100;
    private const int KeysPerStep = 200;

    private readonly EraseSql[] _tables = [new(writer.Settings.Tables.History, "slot"), new(writer.Settings.Tables.Hours, "hour")];

    /// <summary>To the end, and without an error: the integrations themselves are gone, and whoever asked for it must come to know that.</summary>
    public async Task EraseAsync(IEnumerable<long> keys)
    {
        try
        {
            foreach (var chunk in keys.Chunk(KeysPerStep))
                await EraseAsync(JsonSerializer.Serialize(chunk));
        }
        catch (SqliteException exception)
        {
            Log.HistoryLeft(logger, exception);
        }
    }

    private async Task EraseAsync(string keys)
    {
        foreach (var table in _tables)
        {
            for (long? from = long.MinValue; from is { } first;)
            {
                from = await writer.WriteAsync((table, keys, first), static (session, step) => Step(session, step.table, step.keys, step.first), CancellationToken.None);
                await Task.Yield();
            }
        }
    }

    /// <returns>Where the next step begins; null after the last.</returns>
    private static long? Step(SqliteSession session, EraseSql table, string keys, long from)
    {
        var slots = session.Prepare(table.Slots).Bind(from).Bind(SlotsPerStep).ReadAll();
        if (slots.Count == 0)
            return null;
        session.Prepare(table.Erase).Bind(JsonSerializer.Serialize(slots)).Bind(keys).Execute();
        return slots.Count < SlotsPerStep ? null : slots[^1] + 1;
    }

    private sealed class EraseSql(string table, string column)
    {
        /// <summary>Parameters: the first slot, how many.</summary>
        public string Slots { get; } = $"""
            with recursive at(slot) as (
                select (select min({column}) from {table} where {column} >= ?1)
                union all
                select (select min({column}) from {table} where {column} > at.slot) from at where at.slot is not null)
            select slot from at where slot is not null limit ?2
            """;

        /// <summary>Parameters: slots, keys, both as JSON arrays.</summary>
        public string Erase { get; } =
            $"delete from {table} where {column} in (select value from json_each(?1)) and iid in (select value from json_each(?2))";
    }
}
