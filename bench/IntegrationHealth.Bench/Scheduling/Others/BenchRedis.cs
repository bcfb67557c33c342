using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Scheduling.Others;

/// <summary>A Redis of the benchmark's own: a temporary folder, a free port of 127.0.0.1, nothing kept unless asked for.</summary>
internal sealed class BenchRedis : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integrationhealth-bench-redis-");
    private readonly int? _core;
    private readonly bool _keepsData;
    private Process? _process;

    private BenchRedis(int? core, bool keepsData) => (_core, _keepsData) = (core, keepsData);

    /// <summary>The same over all its starts.</summary>
    public int Port { get; } = FreePort.Next();

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public int ProcessId => Running.Id;

    private Process Running => _process ?? throw new InvalidOperationException("Redis was not started.");

    /// <param name="core">The core that it runs on; null for any.</param>
    /// <param name="keepsData">True to write an append-only file, so that it has its data when it is started again.</param>
    public static async Task<BenchRedis> StartAsync(int? core, bool keepsData = false)
    {
        var redis = new BenchRedis(core, keepsData);
        try
        {
            await redis.StartAgainAsync(empty: false);
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }

        return redis;
    }

    /// <summary>Asks it to end, in order.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await Running.WaitForExitAsync();
    }

    public async Task KillAsync()
    {
        if (!Running.HasExited)
            Running.Kill();
        await Running.WaitForExitAsync();
    }

    /// <summary>Starts it after an end, without what it kept when <paramref name="empty"/>.</summary>
    public async Task StartAgainAsync(bool empty)
    {
        if (empty)
        {
            _folder.Delete(recursive: true);
            _folder.Create();
        }

        var command = Machine.Pinned(
            _core, "redis-server", "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", _keepsData ? "yes" : "no",
            "--dir", _folder.FullName);
        _process?.Dispose();
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("redis-server did not start.");
        var said = new List<string>();
        do
        {
            if (await _process.StandardOutput.ReadLineAsync() is not { } line)
            {
                await _process.WaitForExitAsync();
                throw new InvalidOperationException($"Redis ended with code {_process.ExitCode} at its start:\n{string.Join('\n', said)}");
            }

            said.Add(line);
        }
        while (!said[^1].Contains("eady to accept connections", StringComparison.Ordinal));

        _ = _process.StandardOutput.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }
}
