using System.Text.Json.Serialization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Firing;

namespace IntegrationHealth.Bench.Targets;

/// <summary>What one contestant did while it was measured.</summary>
/// <param name="Done">Checks that ended well.</param>
/// <param name="Failed">Checks that ended otherwise.</param>
/// <param name="Seconds">How long it was measured.</param>
/// <param name="Late">How long after its time a check began.</param>
/// <param name="Prompt">Checks that began within <see cref="TargetsTask.Prompt"/>.</param>
/// <param name="InTime">Checks that began within <see cref="TargetsTask.InTime"/>.</param>
/// <param name="Processes">What its processes used.</param>
internal sealed record TargetsSample(
    double Done, double Failed, double Seconds, Lateness Late, double Prompt, double InTime, IReadOnlyList<ProcessUse> Processes)
{
    /// <summary>What it says of itself beyond that.</summary>
    public IReadOnlyList<BenchRow> More { get; init; } = [];

    public double PerSecond => Done / Seconds;

    /// <summary>Percent of the checks that were due: one that did not begin at all did not begin in time.</summary>
    public double ShareOfDue(double begun) => 100 * begun / Math.Max(TargetsTask.Asked, Done + Failed);
}

/// <summary>What a process and its children used.</summary>
/// <param name="Name">The process.</param>
/// <param name="Cpu">Percent of a core.</param>
/// <param name="Megabytes">Resident memory.</param>
internal sealed record ProcessUse(string Name, double Cpu, double Megabytes);

/// <summary>A reading of a process, from which its use is taken.</summary>
internal sealed class ProcessWatch(string name, int processId)
{
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly double _before = ProcessCpu.SecondsOf(processId) ?? throw new InvalidOperationException($"{name} has ended.");

    public ProcessUse Read()
    {
        var cpu = (ProcessCpu.SecondsOf(processId) ?? throw new InvalidOperationException($"{name} ended while it was measured.")) - _before;
        return new ProcessUse(name, 100 * cpu / TimeProvider.System.GetElapsedTime(_began).TotalSeconds, ProcessMemory.MegabytesOf(processId));
    }
}

[JsonSerializable(typeof(TargetsSample))]
internal sealed partial class TargetsSampleJson : JsonSerializerContext;
