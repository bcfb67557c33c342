using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace IntegrationHealth.Bench.Scheduling;

/// <summary>BullMQ in Node.js, where it is installed (<c>npm ci --prefix bench/bullmq</c>): a worker takes jobs that are there already, does nothing and completes them.</summary>
internal static class BullMq
{
    private static readonly string? Folder = Find();

    public static bool IsInstalled => Folder is not null;

    public static async Task<ClaimSample> MeasureAsync(BenchRedis redis, int? core)
    {
        string[] command =
        [
            .. core is { } number ? ["taskset", "-c", number.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            "node", "claims.mjs", redis.Port.ToString(CultureInfo.InvariantCulture), redis.ProcessId.ToString(CultureInfo.InvariantCulture),
        ];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = Folder })
            ?? throw new InvalidOperationException("node did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize(output, ClaimSampleJson.Default.ClaimSample)!
            : throw new InvalidOperationException($"bench/bullmq/claims.mjs ended with code {process.ExitCode}.");
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
