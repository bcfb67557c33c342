using System.Diagnostics;

namespace IntegrationHealth.Testing;

/// <summary>A real Redis server of a test's own: a temporary folder, a free port of 127.0.0.1, nothing kept.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ih-redis-").FullName;
    private readonly string _program;
    private ServerProcess? _process;

    private RedisServer(string program, int port)
    {
        _program = program;
        Port = port;
    }

    /// <summary>The same over all its starts.</summary>
    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts a new one. Skips the test where Redis is not installed, or fails it in CI.</summary>
    public static async Task<RedisServer> StartNewAsync(CancellationToken cancellationToken)
    {
        var program = Programs.Find("redis-server", "/usr/bin", "/usr/local/bin");
        if (program is null)
            TestRequirement.Missing("Redis is not installed: PATH holds no redis-server.");
        var server = new RedisServer(program!, FreePort.Next());
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts it, or starts it again after a stop.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = ServerProcess.Start(new ProcessStartInfo(
            _program, ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder]));
        await _process.ReadyAsync(line => line.Contains("eady to accept connections", StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>Asks it to end.</summary>
    public Task StopAsync() => Running.StopAsync();

    /// <summary>Ends it as a crash would.</summary>
    public Task KillAsync() => Running.KillAsync();

    /// <summary>Has it stand still: connections stay open, calls wait.</summary>
    public void Pause() => Running.Pause();

    /// <summary>Lets it go on with its data, and with every call that waits.</summary>
    public void Resume() => Running.Resume();

    private ServerProcess Running => _process ?? throw new InvalidOperationException("Redis was not started.");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
