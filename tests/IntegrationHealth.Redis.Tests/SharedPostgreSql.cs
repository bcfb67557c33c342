using IntegrationHealth.Redis.Tests;
using IntegrationHealth.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(SharedPostgreSql))]

namespace IntegrationHealth.Redis.Tests;

/// <summary>One server for all tests that do not stop it; each test has a database of its own.</summary>
public sealed class SharedPostgreSql : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private PostgreSqlServer? _server;
    private int _databases;

    /// <summary>Makes an empty database and answers how to reach it. The first call starts the server.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _server ??= await PostgreSqlServer.StartNewAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }

        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name, Pooling = true }.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _gate.Dispose();
    }
}
