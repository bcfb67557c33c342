using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>
/// The database's clock beside this host's. Hosts agree on the database alone: a host whose clock is a year ahead must not drop a year of everybody's history, and one
/// whose clock is a day behind must not take a folded day for today.
/// </summary>
internal sealed class ServerClock(TimeProvider time, IServerTime read)
{
    private long _aheadTicks;

    /// <summary>The later of both clocks, as they were apart when they were last compared.</summary>
    public DateTimeOffset Latest => time.GetUtcNow() + new TimeSpan(Math.Max(0, Interlocked.Read(ref _aheadTicks)));

    /// <summary>Compares the clocks: at the start, and before each run of the maintenance.</summary>
    /// <returns>The database's time.</returns>
    public async Task<DateTimeOffset> CompareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow();
        var server = await read.ReadAsync(connection, cancellationToken);
        Interlocked.Exchange(ref _aheadTicks, (server - before).Ticks);
        return server;
    }
}
