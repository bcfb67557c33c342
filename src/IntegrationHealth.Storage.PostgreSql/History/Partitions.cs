using System.Globalization;
using IntegrationHealth.History;
using IntegrationHealth.Storage.PostgreSql.Connections;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.History;

/// <summary>
/// The months of history and of hours. A partition is made beside its table and then attached, and detached before it is dropped: both take
/// a lock that lets writers and readers on, which CREATE TABLE … PARTITION OF and DROP TABLE do not.
/// </summary>
internal sealed class Partitions(PostgreSqlConnections connections, ILogger<Partitions> logger)
{
    /// <summary>How long a change waits for its lock before it is left to the next run.</summary>
    private const string LockTimeout = "5s";

    /// <summary>The comment of a partition that retention is about to drop: one that a person detached is theirs, and stays.</summary>
    private const string Dropped = "IntegrationHealth: dropped by retention";

    private readonly PostgreSqlSettings _settings = connections.Settings;

    /// <summary>History is only added to; the hours are updated some sixty times, and room left on their pages keeps each update there.</summary>
    private (string Table, int FillFactor)[] Tables => [(_settings.Names.History, 100), (_settings.Names.Hours, 50)];

    /// <summary>Makes the partitions of last month, which late results need, of this month and of the next two.</summary>
    public Task PrepareAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var month = Periods.MonthOf(now);
        return EnsureAsync([month.AddMonths(-1), month, month.AddMonths(1), month.AddMonths(2)], cancellationToken);
    }

    /// <summary>Makes the partitions of these months where they are missing.</summary>
    public async Task EnsureAsync(IEnumerable<DateTimeOffset> months, CancellationToken cancellationToken)
    {
        var wanted = months.Distinct().SelectMany(month => Tables.Select(table => (table.Table, table.FillFactor, Month: month))).ToList();
        await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
        var existing = (await ListAsync(connection, cancellationToken)).Where(partition => partition.IsAttached).Select(partition => partition.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (table, fillFactor, month) in wanted)
        {
            if (!existing.Contains(PostgreSqlTables.PartitionName(table, month)))
                await CreateAsync(connection, table, fillFactor, month, cancellationToken);
        }
    }

    /// <summary>
    /// Drops the months of a table that ended by <paramref name="before"/>. Where somebody reads one for long, such as a dump, the rest is left to the next run:
    /// a table has one partition half detached at most, and each further one would wait as long.
    /// </summary>
    /// <returns>Rows that went, as the statistics have it.</returns>
    public async Task<long> DropBeforeAsync(string table, DateTimeOffset before, CancellationToken cancellationToken)
    {
        long removed = 0;
        await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
        foreach (var partition in await ListAsync(connection, cancellationToken))
        {
            if (partition.Table != table || partition.Month.AddMonths(1) > before)
                continue;

            try
            {
                await DropAsync(connection, partition, cancellationToken);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                Log.PartitionInUse(logger, partition.Name, LockTimeout, exception);
                return removed;
            }

            removed += partition.Rows;
        }

        return removed;
    }

    private async Task CreateAsync(
        NpgsqlConnection connection, string table, int fillFactor, DateTimeOffset month, CancellationToken cancellationToken)
    {
        var (parent, child) = (PostgreSqlTables.Quote(_settings.Names, table), Quote(PostgreSqlTables.PartitionName(table, month)));
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"set local lock_timeout = '{LockTimeout}'", cancellationToken);
        await RunAsync(connection, $"select pg_advisory_xact_lock({_settings.LockKey("partitions")})", cancellationToken);

        // Another host may have been first, while this one waited for the lock. One that stands apart was detached, by a person or by a host that died in the middle
        // of dropping it: without it no result of its month could be stored.
        var (exists, isAttached) = await FindAsync(connection, child, cancellationToken);
        if (isAttached)
            return;
        if (!exists)
        {
            await RunAsync(
                connection, $"create table {child} (like {parent} including defaults including constraints) with (fillfactor = {fillFactor})", cancellationToken);
        }

        await RunAsync(
            connection, $"alter table {parent} attach partition {child} for values from ('{Literal(month)}') to ('{Literal(month.AddMonths(1))}')",
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task DropAsync(NpgsqlConnection connection, Partition partition, CancellationToken cancellationToken)
    {
        var (parent, child) = (PostgreSqlTables.Quote(_settings.Names, partition.Table), Quote(partition.Name));
        await RunAsync(connection, $"set lock_timeout = '{LockTimeout}'", cancellationToken);
        try
        {
            // A host that was stopped half way has left it half detached, or detached and with the mark.
            await RunAsync(connection, $"comment on table {child} is '{Dropped}'", cancellationToken);
            if (partition.IsAttached)
            {
                await RunAsync(
                    connection, $"alter table {parent} detach partition {child} {(partition.HalfDetached ? "finalize" : "concurrently")}", cancellationToken);
            }

            await RunAsync(connection, $"drop table {child}", cancellationToken);
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await RunAsync(connection, "reset lock_timeout", CancellationToken.None);
        }
    }

    private async Task<List<Partition>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select parent.relname, child.relname, coalesce(i.inhdetachpending, false), i.inhrelid is not null, greatest(child.reltuples, 0)::bigint
            from pg_namespace n
            join pg_class parent on parent.relnamespace = n.oid and parent.relname = any($2)
            join pg_class child on child.relnamespace = n.oid and child.relkind = 'r' and starts_with(child.relname, parent.relname || '_')
            left join pg_inherits i on i.inhparent = parent.oid and i.inhrelid = child.oid
            where n.nspname = $1 and (i.inhrelid is not null or obj_description(child.oid, 'pg_class') = $3)
            order by coalesce(i.inhdetachpending, false) desc, child.relname
            """,
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = _settings.Names.Schema },
                new NpgsqlParameter<string[]> { TypedValue = [.. Tables.Select(table => table.Table)] },
                new NpgsqlParameter<string> { TypedValue = Dropped },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var partitions = new List<Partition>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (table, name) = (reader.GetString(0), reader.GetString(1));
            if (MonthOf(table, name) is { } month)
                partitions.Add(new Partition(table, name, month, reader.GetBoolean(2), reader.GetBoolean(3), reader.GetInt64(4)));
        }

        return partitions;
    }

    /// <summary>Null for a partition that is not one of these, such as one that a person attached.</summary>
    private static DateTimeOffset? MonthOf(string table, string partition) =>
        partition.StartsWith(table + "_", StringComparison.Ordinal)
        && DateTimeOffset.TryParseExact(
            partition[(table.Length + 1)..], "yyyy_MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var month)
            ? month
            : null;

    private static async Task<(bool Exists, bool IsAttached)> FindAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select relispartition from pg_class where oid = to_regclass($1)", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = table } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is bool isAttached ? (true, isAttached) : (false, false);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // DDL takes no parameters; names were checked to be letters, digits and underscores.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private string Quote(string table) => PostgreSqlTables.Quote(_settings.Names, table);

    private static string Literal(DateTimeOffset month) => month.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Partition(string Table, string Name, DateTimeOffset Month, bool HalfDetached, bool IsAttached, long Rows);
}
