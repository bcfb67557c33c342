using IntegrationHealth.Scheduling;
using IntegrationHealth.Storage.PostgreSql.Connections;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Scheduling;

/// <summary>
/// The due queue in a narrow table of its own, for hosts that have a database and no Redis. Claims and completions do not wait for the disk: what a crash of
/// the server takes back is at most the end of some leases, and what was checked meanwhile stands in the snapshots. What is added and removed waits.
/// </summary>
internal sealed class PostgreSqlCheckQueue(PostgreSqlConnections connections, TimeProvider time) : ICheckQueue, IAsyncDisposable, IDisposable
{
    /// <summary>Integrations in one statement.</summary>
    private const int MaxInCall = 1_000;

    /// <summary>
    /// A count reads the whole table (20 ms at 100,000 integrations), and probes come from many sides: it stands for as many times as long as it took, so that counting never
    /// takes more than a hundredth of the server's time for one host.
    /// </summary>
    private const int StandsFor = 100;

    private static readonly TimeSpan StandsLongest = TimeSpan.FromSeconds(10);

    private readonly QueueSql _sql = new(connections.Settings.Tables);
    private readonly NpgsqlDataSource _source = new NpgsqlDataSourceBuilder(WithoutWaiting(connections.Settings.ConnectionString)).Build();
    private CountedDepth? _counted;

    public bool IsShared => true;

    public ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => PutAsync(_sql.Schedule, checks, cancellationToken);

    public ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => PutAsync(_sql.Add, checks, cancellationToken);

    public async ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrationIds);
        foreach (var chunk in integrationIds.Chunk(MaxInCall))
        {
            await using var command = Command(connections.Source, _sql.Remove, new NpgsqlParameter<string[]> { TypedValue = chunk });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, MaxInCall);
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(_sql.Claim)
                {
                    Parameters = { new NpgsqlParameter<int> { TypedValue = max }, new NpgsqlParameter<long> { TypedValue = Milliseconds(lease) } },
                },
                new NpgsqlBatchCommand(_sql.Next),
            },
        };
        await batch.PrepareAsync(cancellationToken);
        // Before the call: by this host's clock a lease never ends later than by the server's.
        var asked = time.GetUtcNow();
        var leases = new List<CheckLease>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            leases.Add(new CheckLease(reader.GetString(0), reader.GetInt64(1), asked.AddMilliseconds(reader.GetInt64(2)), asked + lease));
        await reader.NextResultAsync(cancellationToken);
        DateTimeOffset? next = await reader.ReadAsync(cancellationToken) ? asked.AddMilliseconds(reader.GetInt64(0)) : null;
        // An update answers in no order.
        leases.Sort(static (one, other) => one.DueAt.CompareTo(other.DueAt));
        return new CheckClaim(leases, next);
    }

    public async ValueTask SpreadAsync(TimeSpan gap, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gap, TimeSpan.Zero);
        await using var command = Command(_source, _sql.Spread, new NpgsqlParameter<double> { TypedValue = gap.TotalMilliseconds });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(completions);
        List<string>? lost = null;
        foreach (var chunk in completions.Chunk(MaxInCall))
        {
            // One order of locks for all hosts.
            Array.Sort(chunk, static (one, other) => string.CompareOrdinal(one.Lease.IntegrationId, other.Lease.IntegrationId));
            var held = await CompleteAsync(chunk, cancellationToken);
            if (held.Count < chunk.Length)
                (lost ??= []).AddRange(chunk.Select(completion => completion.Lease.IntegrationId).Where(id => !held.Contains(id)));
        }

        return lost ?? (IReadOnlyList<string>)[];
    }

    public async ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        if (Volatile.Read(ref _counted) is { } last && time.GetElapsedTime(last.At, asked) < last.Stands)
            return last.Depth;
        var depth = await CountAsync(cancellationToken);
        var (counted, longest) = (time.GetTimestamp(), StandsLongest);
        var stands = time.GetElapsedTime(asked, counted) * StandsFor;
        Volatile.Write(ref _counted, new CountedDepth(depth, counted, stands < longest ? stands : longest));
        return depth;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    public void Dispose() => _source.Dispose();

    private async Task<CheckQueueDepth> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(_source, _sql.Depth, new NpgsqlParameter<long> { TypedValue = Milliseconds(CheckQueueDepth.UnderWay) });
        var now = time.GetUtcNow();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new CheckQueueDepth(reader.GetInt64(0), reader.GetInt64(1), After(2), After(3));

        DateTimeOffset? After(int column) => reader.IsDBNull(column) ? null : now.AddMilliseconds(reader.GetInt64(column));
    }

    private async Task<HashSet<string>> CompleteAsync(CheckCompletion[] completions, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
#pragma warning disable CA2100 // Names were checked to be letters, digits and underscores.
        await using var command = new NpgsqlCommand(_sql.Complete, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange((NpgsqlParameter[])[
            new NpgsqlParameter<string[]> { TypedValue = [.. completions.Select(completion => completion.Lease.IntegrationId)] },
            new NpgsqlParameter<long[]> { TypedValue = [.. completions.Select(completion => completion.Lease.Token)] },
            new NpgsqlParameter<long[]> { TypedValue = [.. completions.Select(completion => Milliseconds(completion.Wait))] },
            new NpgsqlParameter<bool[]> { TypedValue = [.. completions.Select(completion => completion.PutOff)] },
        ]);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var held = new HashSet<string>(completions.Length, StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            held.Add(reader.GetString(0));
        return held;
    }

    private async ValueTask PutAsync(string sql, IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checks);
        foreach (var chunk in checks.Chunk(MaxInCall))
        {
            var now = time.GetUtcNow();
            await using var command = Command(connections.Source, sql,
                new NpgsqlParameter<string[]> { TypedValue = [.. chunk.Select(check => check.IntegrationId)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. chunk.Select(check => Milliseconds(check.DueAt - now))] });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static NpgsqlCommand Command(NpgsqlDataSource source, string sql, params NpgsqlParameter[] parameters)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>Rounded down: nothing is due later than asked for.</summary>
    private static long Milliseconds(TimeSpan wait) => (long)Math.Floor(wait.TotalMilliseconds);

    private static string WithoutWaiting(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Options = string.Join(' ', new[] { builder.Options, "-c synchronous_commit=off" }.Where(option => !string.IsNullOrEmpty(option)));
        return builder.ToString();
    }

    /// <summary>A count, when it was made, and for how long it stands.</summary>
    private sealed record CountedDepth(CheckQueueDepth Depth, long At, TimeSpan Stands);
}
