using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using IntegrationHealth.Bench.Running;
using Perfolizer.Horology;

namespace IntegrationHealth.Bench.Micro;

/// <summary>Time and allocated bytes of the hot inner parts, by BenchmarkDotNet in this process: a few short iterations each, or its own choice in full.</summary>
internal static class MicroBenchmark
{
    private static readonly Type[] Parts =
        [typeof(EvaluatorBenchmarks), typeof(QueueBenchmarks), typeof(HistogramBenchmarks), typeof(RuleBenchmarks), typeof(SerialisationBenchmarks)];

    public static Task<BenchReport> RunAsync(bool full)
    {
        var folder = Directory.CreateTempSubdirectory("integrationhealth-bench-micro-");
        var job = (full ? Job.Default : Job.ShortRun.WithIterationTime(TimeInterval.FromMilliseconds(200)).WithEvaluateOverhead(false)).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(new StreamLogger(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true }))
            .WithArtifactsPath(folder.FullName);
        var report = new BenchReport("micro");
        report.Conditions["job"] = full ? "BenchmarkDotNet's default" : "BenchmarkDotNet's ShortRun, iterations of 200 ms, the overhead of the loop (under a nanosecond) in them; medians";
        try
        {
            foreach (var summary in Parts.Select(part => BenchmarkRunner.Run(part, config)))
            {
                foreach (var taken in summary.Reports)
                    Add(report, taken.BenchmarkCase, taken.ResultStatistics?.Median, taken.GcStats.GetBytesAllocatedPerOperation(taken.BenchmarkCase));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return Task.FromResult(report);
    }

    private static void Add(BenchReport report, BenchmarkCase measured, double? nanoseconds, long? bytes)
    {
        var part = measured.Descriptor.Type.Name.Replace("Benchmarks", "", StringComparison.Ordinal);
        var name = string.Join('.', [part, measured.Descriptor.WorkloadMethod.Name, .. measured.Parameters.Items.Select(parameter => $"{parameter.Value}")]);
        if (nanoseconds is not { } time)
            throw new InvalidOperationException($"{name} was not measured.");
        report.Add(name, time, "ns");
        report.Add($"{name}.bytes", bytes ?? 0, "B allocated");
    }
}
