using System.Collections.Concurrent;
using System.Diagnostics;

namespace IntegrationHealth.Mcp.Stdio;

/// <summary>All server processes of this host: no more than are allowed, each for one check, and none that outlives the host.</summary>
internal sealed class StdioServers(int most, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _places = new(most, most);
    private readonly ConcurrentDictionary<StdioServer, bool> _live = new();
    private volatile bool _disposed;

    /// <summary>Server processes alive at once.</summary>
    public int Most => most;

    /// <summary>Process ids of those that are alive.</summary>
    public IReadOnlyCollection<int> Live => [.. _live.Keys.Select(server => server.Id)];

    /// <summary>Starts one as soon as there is a place.</summary>
    /// <exception cref="OperationCanceledException">No place became free in time, or the host stops.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public async Task<StdioServer> StartAsync(ProcessStartInfo start, int longestLine, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            if (_disposed)
                throw new OperationCanceledException("The host stops.");
            var server = StdioServer.Start(start, longestLine, time);
            _live[server] = true;
            // The host may have stopped in between: then nobody else would end it.
            if (_disposed)
                server.Kill();
            return server;
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Ends one and gives its place back.</summary>
    public async ValueTask EndAsync(StdioServer server)
    {
        try
        {
            await server.EndAsync();
        }
        finally
        {
            if (_live.TryRemove(server, out _))
                _places.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        foreach (var server in _live.Keys)
            server.Kill();
        return ValueTask.CompletedTask;
    }
}
