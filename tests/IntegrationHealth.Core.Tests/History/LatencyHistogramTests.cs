using IntegrationHealth.History;

namespace IntegrationHealth.Tests.History;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(32_768, 14)]
    [InlineData(32_769, 15)]
    [InlineData(int.MaxValue, 15)]
    public void BucketOf_Latency_FallsBelowItsUpperBound(int latencyMs, int bucket) =>
        LatencyHistogram.BucketOf(latencyMs).Should().Be(bucket);

    [Fact]
    public void Percentile_NothingCounted_IsNull() => LatencyHistogram.Percentile(new long[16], 0, 0.95).Should().BeNull();

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void Percentile_AllTookAboutAsLong_IsWithinATenth(double percentile)
    {
        for (var latency = 3; latency < 30_000; latency = (latency * 21 / 20) + 1)
        {
            PercentileOf(percentile, latency).Should().BeApproximately(latency, latency * 0.1);
            PercentileOf(percentile, [.. Enumerable.Repeat(latency, 60)]).Should().BeApproximately(latency, latency * 0.1);
        }
    }

    [Fact]
    public void Percentile_OneCheckOf249Ms_IsNotTheMiddleOfItsBucket() => PercentileOf(0.5, 249).Should().Be(249);

    [Fact]
    public void Percentile_SeveralBuckets_StaysInTheOneThatHoldsIt()
    {
        // 300 lies in (256, 512]: what the sum says cannot move it out of there.
        int[] latencies = [10, 11, 12, 300, 310, 320, 330, 340, 5_000, 30_000];

        PercentileOf(0.2, latencies).Should().BeInRange(8, 16);
        PercentileOf(0.5, latencies).Should().BeInRange(256, 512);
        PercentileOf(0.85, latencies).Should().BeInRange(4_096, 8_192);
    }

    [Fact]
    public void Percentile_AFewFarAway_DoNotMoveTheOthers() =>
        PercentileOf(0.5, [.. Enumerable.Repeat(12, 97), 30_000, 30_000, 30_000]).Should().BeApproximately(12, 0.5);

    [Fact]
    public void Percentile_LongerThanEveryBound_IsTheMean() => PercentileOf(0.5, 40_000, 60_000).Should().Be(50_000);

    private static double PercentileOf(double percentile, params int[] latencies)
    {
        var counts = new long[LatencyHistogram.BucketCount];
        foreach (var latency in latencies)
            counts[LatencyHistogram.BucketOf(latency)]++;
        return LatencyHistogram.Percentile(counts, latencies.Sum(latency => (long)latency), percentile)!.Value;
    }
}
