using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>Asks the database for its time.</summary>
internal interface IServerTime
{
    Task<DateTimeOffset> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken);
}

internal sealed class ServerTime : IServerTime
{
    public async Task<DateTimeOffset> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}
