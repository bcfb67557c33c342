using System.Globalization;

namespace IntegrationHealth.Bench.Running;

/// <summary>What the machine says of itself.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";
    private const string LoadFile = "/proc/loadavg";

    public static string ProcessorName { get; } = ReadProcessorName();

    /// <summary>Processes that wanted a core in the last minute, 5 and 15 minutes, on average: others' too.</summary>
    public static string Load => File.Exists(LoadFile) ? string.Join(' ', File.ReadAllText(LoadFile).Split(' ')[..3]) : "unknown";

    /// <summary>The core for the process under measurement, apart from the one for the far end; null where processes cannot be pinned.</summary>
    public static int? ClientCore { get; } = CanPin ? 0 : null;

    /// <summary>The core for the far end.</summary>
    public static int? ServerCore { get; } = CanPin ? 1 : null;

    /// <summary>A command line that starts a program on one core, so that all its threads are there; anywhere where it is null.</summary>
    public static string[] Pinned(int? core, params ReadOnlySpan<string> command) =>
        core is { } number ? ["taskset", "-c", number.ToString(CultureInfo.InvariantCulture), .. command] : [.. command];

    private static bool CanPin => OperatingSystem.IsLinux() && Environment.ProcessorCount > 1 && File.Exists("/usr/bin/taskset");

    private static string ReadProcessorName() => File.Exists(ProcessorFile)
        ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";
}
