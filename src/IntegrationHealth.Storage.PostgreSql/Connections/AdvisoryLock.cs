using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>A lock that hosts take in turn. It belongs to a connection and ends with it at the latest.</summary>
internal static class AdvisoryLock
{
    /// <summary>Waits, as long as it takes, for the lock.</summary>
    public static async Task AcquireAsync(NpgsqlConnection connection, long key, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "select pg_advisory_lock($1)", key);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>False when another holds it.</returns>
    public static async Task<bool> TryAcquireAsync(NpgsqlConnection connection, long key, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "select pg_try_advisory_lock($1)", key);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Frees it; a connection that broke has freed it already.</summary>
    public static async Task ReleaseAsync(NpgsqlConnection connection, long key)
    {
        if (connection.FullState != System.Data.ConnectionState.Open)
            return;
        await using var command = Command(connection, "select pg_advisory_unlock($1)", key);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, long key) =>
        new(sql, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = key } } };
}
