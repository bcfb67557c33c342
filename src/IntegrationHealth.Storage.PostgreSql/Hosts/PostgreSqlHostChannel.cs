using IntegrationHealth.Hosts;
using IntegrationHealth.Storage.PostgreSql.Connections;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Hosts;

/// <summary>News between hosts by LISTEN and NOTIFY, over a connection of its own. A proxy that pools by transaction does not carry it.</summary>
internal sealed class PostgreSqlHostChannel(PostgreSqlConnections connections, TimeProvider time) : IHostChannel
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _channel = $"integration_health_{connections.Settings.LockKey("news"):x16}";

    /// <summary>NOTIFY takes less than 8,000.</summary>
    public int MaxMessageBytes => 7_900;

    public async ValueTask PublishAsync(string message, CancellationToken cancellationToken)
    {
        await using var command = connections.Source.CreateCommand("select pg_notify($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _channel });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task ListenAsync(Action<string> receive, Action connected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receive);
        ArgumentNullException.ThrowIfNull(connected);
        // Outside the pool, and asked now and then whether it still lives.
        var listening = new NpgsqlConnectionStringBuilder(connections.Settings.ConnectionString) { Pooling = false, KeepAlive = 10 }.ToString();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(listening);
                connection.Notification += (_, notification) => receive(notification.Payload);
                await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // The name is made of hexadecimal digits above.
                await using (var command = new NpgsqlCommand($"listen {_channel}", connection))
#pragma warning restore CA2100
                    await command.ExecuteNonQueryAsync(cancellationToken);
                connected();
                while (true)
                    await connection.WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException && !cancellationToken.IsCancellationRequested)
            {
                // The database is away: the writer says so.
                await Task.Delay(AfterFailure, time, cancellationToken);
            }
        }
    }
}
