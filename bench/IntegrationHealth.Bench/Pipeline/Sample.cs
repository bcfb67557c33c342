using System.Diagnostics;
using System.Text.Json.Serialization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>Counters of this process.</summary>
internal sealed record Sample(long Checks, double CpuSeconds, double WallSeconds, long AllocatedBytes, double PauseSeconds, int Collections, int Gen1, int Gen2, double? ServerCpuSeconds)
{
    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public double ChecksPerCpuSecond => Checks / CpuSeconds;

    public double ChecksPerSecond => Checks / WallSeconds;

    /// <summary>Share of a core that it used: of one that is given its load near what was meant, of any other near 1, or the machine did something else.</summary>
    public double CoreBusy => CpuSeconds / WallSeconds;

    public double MicrosecondsPerCheck => CpuSeconds * 1e6 / Checks;

    /// <summary>The database server's, beside the client's own; 0 where there is none.</summary>
    public double ServerMicrosecondsPerCheck => (ServerCpuSeconds ?? 0) * 1e6 / Checks;

    public double BytesPerCheck => (double)AllocatedBytes / Checks;

    public static Sample Take(IContestant contestant, int? server) => new(
        contestant.Checks, contestant.CpuSeconds, Clock.Elapsed.TotalSeconds, GC.GetTotalAllocatedBytes(),
        GC.GetTotalPauseDuration().TotalSeconds, GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), ProcessCpu.SecondsOf(server));

    public Sample Since(Sample before) => new(Checks - before.Checks, CpuSeconds - before.CpuSeconds, WallSeconds - before.WallSeconds,
        AllocatedBytes - before.AllocatedBytes, PauseSeconds - before.PauseSeconds, Collections - before.Collections, Gen1 - before.Gen1, Gen2 - before.Gen2, ServerCpuSeconds - before.ServerCpuSeconds);
}

[JsonSerializable(typeof(Sample))]
internal sealed partial class SampleJson : JsonSerializerContext;
