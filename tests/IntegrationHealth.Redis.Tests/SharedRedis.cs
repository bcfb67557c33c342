using IntegrationHealth.Redis.Tests;
using IntegrationHealth.Testing;

[assembly: AssemblyFixture(typeof(SharedRedis))]

namespace IntegrationHealth.Redis.Tests;

/// <summary>One server for all tests that do not stop it; each test has a prefix of its own.</summary>
public sealed class SharedRedis : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private RedisServer? _server;
    private int _prefixes;

    /// <summary>The first call starts the server.</summary>
    public async Task<string> ConnectionStringAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _server ??= await RedisServer.StartNewAsync(cancellationToken);
            return _server.ConnectionString;
        }
        finally
        {
            _gate.Release();
        }
    }

    public string NewPrefix() => $"test-{Interlocked.Increment(ref _prefixes)}";

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _gate.Dispose();
    }
}
