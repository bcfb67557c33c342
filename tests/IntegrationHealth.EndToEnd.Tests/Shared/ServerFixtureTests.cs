using System.Net.Sockets;
using IntegrationHealth.Testing;
using Npgsql;

namespace IntegrationHealth.EndToEnd.Shared;

public sealed class ServerFixtureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostgreSql_StoppedKilledAndStartedAgain_KeepsItsData()
    {
        await using var server = await PostgreSqlServer.StartNewAsync(Token);
        await ExecuteAsync(server, "create table kept (n int); insert into kept values (7)");

        await server.StopAsync();
        await FluentActions.Awaiting(() => ExecuteAsync(server, "select 1")).Should().ThrowAsync<NpgsqlException>();
        await server.StartAsync(Token);
        await server.KillAsync();
        await server.StartAsync(Token);

        (await ExecuteAsync(server, "select n from kept")).Should().Be(7);
    }

    [Fact]
    public async Task Redis_StoppedKilledAndStartedAgain_Answers()
    {
        await using var server = await RedisServer.StartNewAsync(Token);
        (await PingAsync(server)).Should().Be("+PONG");

        await server.StopAsync();
        await FluentActions.Awaiting(() => PingAsync(server)).Should().ThrowAsync<SocketException>();
        await server.StartAsync(Token);
        await server.KillAsync();
        await server.StartAsync(Token);

        (await PingAsync(server)).Should().Be("+PONG");
    }

    private static async Task<object?> ExecuteAsync(PostgreSqlServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }

    private static async Task<string?> PingAsync(RedisServer server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Port, Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync("PING\r\n"u8.ToArray(), Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(Token);
    }
}
