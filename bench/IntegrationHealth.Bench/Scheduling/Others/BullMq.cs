using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Scheduling.Others;

/// <summary>BullMQ in Node.js, where it is installed (<c>npm ci --prefix bench/bullmq</c>), with a Redis of its own on the other core.</summary>
internal static class BullMq
{
    private static readonly string? Folder = Find();

    public static bool IsInstalled => Folder is not null;

    /// <summary>Runs a script of bench/bullmq, which is told the port and the process of its Redis first, and reads what it found.</summary>
    public static async Task<T> RunAsync<T>(string script, JsonTypeInfo<T> answer, params string[] arguments)
    {
        await using var redis = await BenchRedis.StartAsync(Machine.ServerCore);
        var command = Machine.Pinned(Machine.ClientCore,
            ["node", script, redis.Port.ToString(CultureInfo.InvariantCulture), redis.ProcessId.ToString(CultureInfo.InvariantCulture), .. arguments]);
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = Folder })
            ?? throw new InvalidOperationException("node did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize(output, answer)!
            : throw new InvalidOperationException($"bench/bullmq/{script} ended with code {process.ExitCode}.");
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "bench", "bullmq", "node_modules", "bullmq")))
                return Path.Combine(folder.FullName, "bench", "bullmq");
        }

        return null;
    }
}
