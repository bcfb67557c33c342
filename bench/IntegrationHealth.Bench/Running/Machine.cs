namespace IntegrationHealth.Bench.Running;

/// <summary>What the machine says of itself.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static string ProcessorName { get; } = ReadProcessorName();

    /// <summary>The core for the process under measurement, apart from the one for the far end; null where processes cannot be pinned.</summary>
    public static int? ClientCore { get; } = CanPin ? 0 : null;

    /// <summary>The core for the far end.</summary>
    public static int? ServerCore { get; } = CanPin ? 1 : null;

    private static bool CanPin => OperatingSystem.IsLinux() && Environment.ProcessorCount > 1 && File.Exists("/usr/bin/taskset");

    private static string ReadProcessorName() => File.Exists(ProcessorFile)
        ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";
}
