using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Scheduling;

internal static class SchedulingBenchmark
{
    public static Task<BenchReport> RunAsync(bool full) => throw new NotSupportedException();
}
