using IntegrationHealth.Caching;
using IntegrationHealth.Redis.Connections;
using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace IntegrationHealth.Redis.Caching;

/// <summary>Answers for all hosts in Redis, each a key of its own that ends by itself. Nothing that has to be kept.</summary>
internal sealed class RedisSharedCache(RedisConnection connection) : ISharedCache
{
    /// <summary>Longer than any healthy Redis takes, shorter than what a read from storage may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>By Redis' own clock, whatever end the host's clock says: hosts need not agree on the time.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        await WithinAsync(database => database.StringGetAsync(KeyOf(key)), token);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        WithinAsync(database => database.StringSetAsync(KeyOf(key), value, KeptFor), token);

    public Task RemoveAsync(string key, CancellationToken token = default) => WithinAsync(database => database.KeyDeleteAsync(KeyOf(key)), token);

    /// <summary>No key lives longer for being read.</summary>
    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public byte[]? Get(string key) => throw Synchronous();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw Synchronous();

    public void Remove(string key) => throw Synchronous();

    public void Refresh(string key)
    {
    }

    private static NotSupportedException Synchronous() => new("The cache of answers is read and written asynchronously alone.");

    private RedisKey KeyOf(string key) => connection.Settings.Key($"cache:{key}");

    /// <summary>A connection that hangs counts as one that is not there.</summary>
    private async Task<T> WithinAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        return await RunAsync().WaitAsync(Patience, cancellationToken);

        async Task<T> RunAsync() => await command(await connection.DatabaseAsync(cancellationToken));
    }
}
