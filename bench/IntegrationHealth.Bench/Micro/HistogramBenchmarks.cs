using BenchmarkDotNet.Attributes;
using IntegrationHealth.History;

namespace IntegrationHealth.Bench.Micro;

/// <summary>Latencies into their buckets, and percentiles out of them.</summary>
public class HistogramBenchmarks
{
    private const int Latencies = 256;
    private readonly int[] _measured = [.. Enumerable.Range(0, Latencies).Select(i => (i * 7_919 % 3_000) + 1)];
    private readonly long[] _counts = new long[LatencyHistogram.BucketCount];

    [GlobalSetup]
    public void Count()
    {
        foreach (var latency in _measured)
            _counts[LatencyHistogram.BucketOf(latency)]++;
    }

    [Benchmark(OperationsPerInvoke = Latencies)]
    public int BucketOf()
    {
        var sum = 0;
        foreach (var latency in _measured)
            sum += LatencyHistogram.BucketOf(latency);
        return sum;
    }

    [Benchmark]
    public double? Percentile() => LatencyHistogram.Percentile(_counts, 384_000, 0.95);
}
