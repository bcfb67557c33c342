using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Web;

/// <summary>
/// Load from wrk, on the core that the host under measurement does not have: it asks faster than one core answers, so what the host spends beside its
/// answers is missing from their number. A client in .NET would need more than the host and be the bottleneck itself.
/// </summary>
internal static class WrkLoad
{
    private const string Program = "/usr/bin/wrk";

    public const int Connections = 32;

    /// <summary>Loads <paramref name="path"/> of a host, and answers what it cost and how many requests a second were answered.</summary>
    /// <exception cref="InvalidOperationException">wrk is not installed, or an answer was not the right one.</exception>
    public static async Task<LoadSample> RunAsync(WebProcess host, string path, TimeSpan length)
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException($"This benchmark takes its load from {Program}, which is not installed: apt-get install wrk.");
        string[] wrk =
        [
            Program, "-t1", string.Create(CultureInfo.InvariantCulture, $"-c{Connections}"), string.Create(CultureInfo.InvariantCulture, $"-d{length.TotalSeconds:0}s"),
            new Uri(host.Address, path).ToString(),
        ];
        var command = Machine.Pinned(Machine.ServerCore, wrk);
        var before = await host.AskAsync();
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var after = await host.AskAsync();
        var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0 || output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException($"wrk against {path} went wrong: {output}");
        var cpu = after.CpuSeconds - before.CpuSeconds;
        return new LoadSample(cpu / Total(output) * 1e6, PerSecond(output), cpu / wall, (after.Checks - before.Checks) / wall);
    }

    private static double PerSecond(string output) => Number(output, line => line.StartsWith("Requests/sec:", StringComparison.Ordinal), part: 1);

    private static double Total(string output) => Number(output, line => line.Contains(" requests in ", StringComparison.Ordinal), part: 0);

    private static double Number(string output, Func<string, bool> isLine, int part) => double.Parse(
        output.Split('\n').Single(isLine).Split(' ', StringSplitOptions.RemoveEmptyEntries)[part], CultureInfo.InvariantCulture);
}

/// <summary>What a load found.</summary>
/// <param name="Microseconds">CPU of the host for each request, whatever it was spent on.</param>
/// <param name="PerSecond">Requests answered.</param>
/// <param name="Busy">Share of its core that the host used: near 1, or the load was the bottleneck.</param>
/// <param name="ChecksPerSecond">Checks that the host made meanwhile.</param>
internal sealed record LoadSample(double Microseconds, double PerSecond, double Busy, double ChecksPerSecond);
