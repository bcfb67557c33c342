using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IntegrationHealth.Mcp.Stdio;

/// <summary>A running server, and its end: standard input closed, then asked to go, then killed with all that it started.</summary>
internal sealed class StdioServer
{
    private const int Terminate = 15;
    private const int KillSignal = 9;

    /// <summary>Time to go after each step. Two of them fit into the second that a check has after its time limit.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly Task _errors;

    private StdioServer(Process process, int longestLine, TimeProvider time)
    {
        (_process, _time) = (process, time);
        Output = new StdoutWatch(process.StandardOutput.BaseStream, longestLine);
        _errors = Errors.ReadAsync(process.StandardError);
        Id = process.Id;
    }

    /// <summary>Process id; that of the group, where it has one.</summary>
    public int Id { get; }

    public Stream Input => _process.StandardInput.BaseStream;

    public StdoutWatch Output { get; }

    public ErrorTail Errors { get; } = new();

    /// <summary>Starts it.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static StdioServer Start(ProcessStartInfo start, int longestLine, TimeProvider time) =>
        new(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} was not started."), longestLine, time);

    /// <summary>Its exit code, waiting a little for an end that is under way; null while it runs on.</summary>
    public async ValueTask<int?> ExitCodeAsync()
    {
        if (!await ExitsAsync())
            return null;
        // What it said last may still be on its way.
        await Task.WhenAny(_errors, Task.Delay(Patience, _time, CancellationToken.None));
        return _process.ExitCode;
    }

    /// <summary>Ends it, and waits until it is gone.</summary>
    public async ValueTask EndAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It had closed its end before.
        }

        if (!await ExitsAsync())
        {
            Signal(Terminate);
            await ExitsAsync();
        }

        Kill();
        await ExitsAsync();
        _process.Dispose();
    }

    /// <summary>Kills it with its group, at once. Safe on one that is gone.</summary>
    public void Kill()
    {
        // Also after an orderly end: what it started, and the watch over it, share its group.
        Signal(KillSignal);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // Gone and forgotten.
        }
    }

    private async ValueTask<bool> ExitsAsync()
    {
        if (_process.HasExited)
            return true;
        using var limit = new CancellationTokenSource(Patience, _time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return _process.HasExited;
        }
    }

    private void Signal(int signal)
    {
        if (StdioCommand.HasGroup)
            _ = SendSignal(-Id, signal);
        else if (!OperatingSystem.IsWindows() && !_process.HasExited)
            _ = SendSignal(Id, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int id, int signal);
}
