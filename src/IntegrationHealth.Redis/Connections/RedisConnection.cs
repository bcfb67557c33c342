using StackExchange.Redis;

namespace IntegrationHealth.Redis.Connections;

/// <summary>The one connection of this package; made when it is first used, and made again by itself whenever it breaks.</summary>
internal sealed class RedisConnection(RedisSettings settings) : IAsyncDisposable, IDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection = new(() => ConnectionMultiplexer.ConnectAsync(settings.Configuration));

    public RedisSettings Settings => settings;

    public Task<ConnectionMultiplexer> OpenAsync(CancellationToken cancellationToken) => _connection.Value.WaitAsync(cancellationToken);

    public async ValueTask<IDatabase> DatabaseAsync(CancellationToken cancellationToken) => (await OpenAsync(cancellationToken)).GetDatabase();

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
            await (await _connection.Value).DisposeAsync();
    }

    public void Dispose()
    {
        if (_connection is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            _connection.Value.Result.Dispose();
    }
}
