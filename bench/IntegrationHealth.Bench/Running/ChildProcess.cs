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

/// <summary>This program once more, as a process of its own on one core, so that no contestant runs on another's warm code or heap.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

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
    public async Task<string> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException($"The process '{string.Join(' ', _process.StartInfo.ArgumentList)}' ended without an answer.");

    /// <summary>Gives it a line to read.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Tells it to end, by closing its input, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
