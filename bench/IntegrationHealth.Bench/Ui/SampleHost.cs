using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Ui;

/// <summary>The sample host with its simulator and many integrations, in memory, on the core for far ends.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private const string Listening = "Listening on";
    private readonly Process _process;

    private SampleHost(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Built with the benchmark, in the same configuration.</summary>
    public static string Folder
    {
        get
        {
            var bench = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(bench.Parent!.Parent!.FullName, "IntegrationHealth.Sample", bench.Name);
        }
    }

    public static async Task<SampleHost> StartAsync(int integrations, TimeSpan interval)
    {
        var command = Machine.Pinned(Machine.ServerCore, "dotnet", Path.Combine(Folder, "IntegrationHealth.Sample.dll"));
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Sample__SimulatedIntegrations"] = integrations.ToString(CultureInfo.InvariantCulture),
                ["Sample__Storage"] = "memory",
                ["IntegrationHealth__Checks__Interval"] = interval.ToString("c", CultureInfo.InvariantCulture),
            },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The sample did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new SampleHost(process, new Uri(line[(at + Listening.Length)..].Split(',')[0].Trim()));
            }
        }

        throw new InvalidOperationException("The sample ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
