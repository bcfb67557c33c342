using System.Diagnostics;

namespace IntegrationHealth.Bench.Running;

/// <summary>How a process makes its code.</summary>
internal enum Compilation
{
    /// <summary>As .NET does by itself.</summary>
    Profiled,

    /// <summary>Without profiles, so that it is the same in each process: with them, two that do the same differ by a fifth, by the chance of what came while each was looked at.</summary>
    Tiered,

    /// <summary>Each method once, as good as it gets without a profile: for what does so little in its time that the JIT would not be done before the end.</summary>
    AtOnce,
}

/// <summary>
/// This program once more, as a process of its own on one core, so that no contestant runs on another's warm code or heap. One that ends with another code than 0 is an
/// error with what it wrote to standard error, whatever it printed before.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>How long it may say nothing: longer than any benchmark takes to find something out.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly ErrorOutput _errors;
    private bool _told;

    private ChildProcess(Process process) => (_process, _errors) = (process, new ErrorOutput(process));

    private string Name => string.Join(' ', _process.StartInfo.ArgumentList);

    /// <summary>Starts a verb; pinned to <paramref name="core"/> from the start, so that all its threads are.</summary>
    public static ChildProcess Start(int? core, params string[] arguments) => Start(core, Compilation.Profiled, arguments);

    /// <inheritdoc cref="Start(int?, string[])" />
    public static ChildProcess Start(int? core, Compilation compilation, params string[] arguments)
    {
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        // Under `dotnet run` the process is this program; under `dotnet X.dll` it is dotnet, which wants the name of the assembly.
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, Environment.GetCommandLineArgs()[0]] : [self];
        var command = Machine.Pinned(core, program);
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The JIT waits for a quiet tenth of a second before it optimises, and a saturated core has none for a long time.
            Environment =
            {
                ["DOTNET_TC_CallCountingDelayMs"] = "0",
                ["DOTNET_TieredPGO"] = compilation == Compilation.Profiled ? "1" : "0",
                ["DOTNET_TieredCompilation"] = compilation == Compilation.AtOnce ? "0" : "1",
                // Without tiers the code that .NET comes with would be left as it is, and that is not its best.
                ["DOTNET_ReadyToRun"] = compilation == Compilation.AtOnce ? "0" : "1",
            },
        };
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start."));
    }

    /// <summary>The next line that it prints.</summary>
    /// <exception cref="InvalidOperationException">It ended without one.</exception>
    /// <exception cref="TimeoutException">It printed none for half an hour, and was killed.</exception>
    public async Task<string> ReadLineAsync()
    {
        try
        {
            if (await _process.StandardOutput.ReadLineAsync().WaitAsync(LongestSilence) is { } line)
                return line;
        }
        catch (TimeoutException)
        {
            await KillAsync();
            throw new TimeoutException(FormattableString.Invariant($"Gave up after {LongestSilence.TotalMinutes:0} min of waiting for a line of the process '{Name}'."));
        }

        await EndAsync();
        throw await FailureAsync("without an answer");
    }

    /// <summary>Gives it a line to read.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Tells it to end, by closing its input, and waits.</summary>
    /// <exception cref="InvalidOperationException">It did not end well, and nobody was told yet.</exception>
    public async ValueTask DisposeAsync()
    {
        CloseInput();
        await EndAsync();
        var failure = _process.ExitCode == 0 || _told ? null : await FailureAsync("");
        _process.Dispose();
        if (failure is not null)
            throw failure;
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException) when (_process.HasExited)
        {
            // It did not read to the end: how it ended is told below.
        }
    }

    private async Task EndAsync()
    {
        using var patience = new CancellationTokenSource(LongestEnd);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Who closes its input because of an error of his own is to see that error, and not this one.
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"The process '{Name}' did not end within {LongestEnd.TotalSeconds:0} s and was killed."));
            await KillAsync();
        }
    }

    private async Task KillAsync()
    {
        _told = true;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    private async Task<InvalidOperationException> FailureAsync(string how)
    {
        _told = true;
        var text = $"The process '{Name}' ended {how}".TrimEnd();
        return new InvalidOperationException(FormattableString.Invariant($"{text} with code {_process.ExitCode}. {await _errors.ReadToEndAsync()}"));
    }
}
