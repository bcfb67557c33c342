using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IntegrationHealth.Testing;

/// <summary>A server that a test started: its lines, and ways to end it. Touches no process but its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int Sigint = 2;
    private const int Sigterm = 15;
    private const int Sigstop = 19;
    private const int Sigcont = 18;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<string>, Func<string, bool>> _waiting = new();

    private ServerProcess(Process process) => _process = process;

    /// <summary>Everything written to either output so far.</summary>
    public string Output => string.Join('\n', _lines);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program and follows its output.</summary>
    public static ServerProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        var server = new ServerProcess(new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, e) => server.Take(e.Data);
        server._process.ErrorDataReceived += (_, e) => server.Take(e.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static async Task RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        await using var server = Start(start);
        await server._process.WaitForExitAsync(cancellationToken);
        if (server._process.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} ended with code {server._process.ExitCode}:\n{server.Output}");
    }

    /// <summary>Waits for the line by which it says that it is ready; ends it when that line does not come.</summary>
    public async Task<string> ReadyAsync(Func<string, bool> match, CancellationToken cancellationToken)
    {
        try
        {
            return await LineAsync(match, cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>The first line, past or to come, that <paramref name="match"/> accepts.</summary>
    /// <exception cref="InvalidOperationException">The server ended, or said nothing like it in time.</exception>
    private async Task<string> LineAsync(Func<string, bool> match, CancellationToken cancellationToken)
    {
        var source = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[source] = match;
        if (_lines.FirstOrDefault(match) is { } past)
            source.TrySetResult(past);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var exit = _process.WaitForExitAsync(patience.Token);
        try
        {
            await Task.WhenAny(source.Task, exit);
            return source.Task.IsCompletedSuccessfully || _lines.Any(match)
                ? _lines.First(match)
                : throw new InvalidOperationException($"{_process.StartInfo.FileName} did not become ready:\n{Output}");
        }
        finally
        {
            _waiting.TryRemove(source, out _);
            await patience.CancelAsync();
        }
    }

    /// <summary>Asks it to end (SIGTERM, or SIGINT) and waits.</summary>
    public async Task StopAsync(bool interrupt = false)
    {
        if (!_process.HasExited)
            _ = Kill(_process.Id, interrupt ? Sigint : Sigterm);
        await ExitAsync();
    }

    /// <summary>Has it stand still, as a machine does that is paused or swaps; <see cref="Resume"/> lets it go on where it was.</summary>
    public void Pause() => _ = Kill(_process.Id, Sigstop);

    /// <summary>Lets it go on.</summary>
    public void Resume() => _ = Kill(_process.Id, Sigcont);

    /// <summary>Ends it without asking, as <c>kill -9</c> does, and waits.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await ExitAsync();
    }

    /// <summary>Ends it with every process that it started, as <c>dotnet run</c> starts one, and waits.</summary>
    public async Task KillTreeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await ExitAsync();
    }

    /// <summary>Waits for its end and answers its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        foreach (var (source, match) in _waiting)
        {
            if (match(line))
                source.TrySetResult(line);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
