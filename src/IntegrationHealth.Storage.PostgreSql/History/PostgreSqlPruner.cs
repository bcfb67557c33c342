using IntegrationHealth.History;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Storage.PostgreSql.Writing;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.History;

/// <summary>Drops whole months of history and hours, and removes the few rows of everything else in small steps.</summary>
internal sealed class PostgreSqlPruner(PostgreSqlSettings settings, Partitions partitions)
{
    private const int KeysPerStep = 1_000;

    private readonly PostgreSqlTables _tables = settings.Tables;
    private readonly string _setMark = new RollupSql(settings.Tables, "").SetProgress;

    /// <summary>Removes what is older than its bound; hours and days only as far as they are folded.</summary>
    public async Task<long> PruneAsync(NpgsqlConnection connection, HistoryBounds bounds, DateTimeOffset folded, CancellationToken cancellationToken)
    {
        var hours = Earlier(bounds.Hours, folded);
        var days = Earlier(Periods.MonthOf(bounds.Days), Periods.MonthOf(folded));
        var removed = await partitions.DropBeforeAsync(settings.Names.History, bounds.Checks, cancellationToken)
            + await partitions.DropBeforeAsync(settings.Names.Hours, hours, cancellationToken);
        removed += await PruneDaysAsync(connection, days, cancellationToken);
        if (bounds.Months is { } months)
            removed += await DeleteAsync(connection, $"delete from {_tables.Months} where iid > $1 and iid <= $2 and start < $3", months, cancellationToken);
        removed += await DeleteAsync(connection, $"""
            with gone as (delete from {_tables.Incidents} where iid > $1 and iid <= $2 and ended_at < $3 returning iid, incident_id)
            delete from {_tables.IncidentEvents} e using gone where e.iid = gone.iid and e.incident_id = gone.incident_id
            """, bounds.Hours, cancellationToken);
        return removed + await PruneProvidersAsync(connection, ProviderBucketWidth.Minute, bounds.ProviderMinutes, cancellationToken)
            + await PruneProvidersAsync(connection, ProviderBucketWidth.Hour, bounds.Hours, cancellationToken);
    }

    /// <summary>Once a month, as days go by whole months: each run would read the index of all the days to find none.</summary>
    private async Task<long> PruneDaysAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var name = new NpgsqlParameter<string> { TypedValue = ProgressRow.DaysPruned };
        await using (var mark = Command(connection, $"select at from {_tables.Progress} where name = $1", name))
        {
            // Another month than this, be it later, was that of other options or of a wrong clock.
            if (await mark.ExecuteScalarAsync(cancellationToken) is DateTime pruned && pruned == StoredTime.Of(before))
                return 0;
        }

        var removed = await DeleteAsync(connection, $"delete from {_tables.Days} where iid > $1 and iid <= $2 and start < $3", before, cancellationToken);
        await RunAsync(connection, _setMark, cancellationToken, name.Clone(), Time(before));
        return removed;
    }

    private async Task<long> DeleteAsync(NpgsqlConnection connection, string sql, DateTimeOffset before, CancellationToken cancellationToken)
    {
        long removed = 0;
        for (long key = 0; await NextKeyAsync(connection, key, cancellationToken) is { } next; key = next)
            removed += await RunAsync(connection, sql, cancellationToken, Number(key), Number(next), Time(before));
        return removed;
    }

    /// <summary>The last key of the next step, null after the last: keys have wide gaps where hosts that start register what is there already.</summary>
    private async Task<long?> NextKeyAsync(NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, $"select max(iid) from (select iid from {_tables.Integrations} where iid > $1 order by iid limit {KeysPerStep}) step", Number(after));
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    private Task<int> PruneProvidersAsync(
        NpgsqlConnection connection, ProviderBucketWidth width, DateTimeOffset before, CancellationToken cancellationToken) =>
        RunAsync(connection, $"delete from {_tables.Providers} where width = $1 and start < $2", cancellationToken,
            new NpgsqlParameter<short> { TypedValue = (short)width }, Time(before));

    private static async Task<int> RunAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
#pragma warning disable CA2100 // Names were checked to be letters, digits and underscores.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTime> Time(DateTimeOffset at) => new() { TypedValue = StoredTime.Of(at) };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
