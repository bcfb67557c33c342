using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>
/// The database's clock beside this host's. Hosts agree on the database alone: a host whose clock is a year ahead must not drop a year of everybody's history, and one
/// whose clock is a day behind must not take a folded day for today.
/// </summary>
internal sealed class ServerClock(TimeProvider time, IServerTime read)
{
    /// <summary>For how long one comparison stands: somebody may set a clock.</summary>
    private static readonly TimeSpan Stands = TimeSpan.FromMinutes(1);

    private long _aheadTicks;

    /// <summary>The timestamp of the last comparison; 0 before the first.</summary>
    private long _comparedAt;

    /// <summary>The later of both clocks, as they were apart when they were last compared.</summary>
    public DateTimeOffset Latest => time.GetUtcNow() + new TimeSpan(Math.Max(0, Interlocked.Read(ref _aheadTicks)));

    /// <summary>
    /// What to add to this host's time to have the database's: for ends of leases in storage, which other hosts judge by their own clocks. Compares anew when the
    /// last comparison is a minute old.
    /// </summary>
    public async ValueTask<TimeSpan> AheadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _comparedAt) is var compared && (compared == 0 || time.GetElapsedTime(compared) > Stands))
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await CompareAsync(connection, cancellationToken);
        }

        return new TimeSpan(Interlocked.Read(ref _aheadTicks));
    }

    /// <summary>
    /// What this host means to remove what is older than, by the database's clock where this host's is ahead of it. Compares anew: a clock that was just set
    /// ahead is what this is for.
    /// </summary>
    public async Task<DateTimeOffset> NotAheadAsync(NpgsqlDataSource source, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await CompareAsync(connection, cancellationToken);
        return before + new TimeSpan(Math.Min(0, Interlocked.Read(ref _aheadTicks)));
    }

    /// <summary>Compares the clocks: at the start, and before each run of the maintenance.</summary>
    /// <returns>The database's time.</returns>
    public async Task<DateTimeOffset> CompareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow();
        var server = await read.ReadAsync(connection, cancellationToken);
        Interlocked.Exchange(ref _aheadTicks, (server - before).Ticks);
        Volatile.Write(ref _comparedAt, time.GetTimestamp());
        return server;
    }
}
