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
    public void Percentile_NothingCounted_IsNull() => LatencyHistogram.Percentile(new long[16], 0.95).Should().BeNull();

    [Fact]
    public void Percentile_OneBucket_InterpolatesWithinIt()
    {
        var counts = new long[16];
        counts[LatencyHistogram.BucketOf(100)] = 10;

        LatencyHistogram.Percentile(counts, 0.5).Should().Be(96, "half way between the bounds 64 and 128");
    }
}
