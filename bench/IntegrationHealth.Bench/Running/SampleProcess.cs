using System.Diagnostics;

namespace IntegrationHealth.Bench.Running;

/// <summary>The sample as a process of its own, on a port that the system chooses.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private const string Listening = "Listening on";
    private readonly Process _process;

    private SampleProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>Built with the benchmark, in the same configuration.</summary>
    public static string Folder
    {
        get
        {
            var bench = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(bench.Parent!.Parent!.FullName, "IntegrationHealth.Sample", bench.Name);
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="core">The core that it runs on; null for any.</param>
    /// <param name="settings">Variables of its environment.</param>
    public static async Task<SampleProcess> StartAsync(int? core, params IEnumerable<(string Name, string Value)> settings)
    {
        var command = Machine.Pinned(core, "dotnet", Path.Combine(Folder, "IntegrationHealth.Sample.dll"));
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The sample did not start.");
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new SampleProcess(process, new Uri(line[(at + Listening.Length)..].Split(',')[0].Trim()));
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"The sample ended before it listened:\n{string.Join('\n', said)}");
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
