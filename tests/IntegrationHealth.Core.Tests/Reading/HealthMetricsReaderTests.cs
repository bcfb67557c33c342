using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Reading;

public sealed class HealthMetricsReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 34, 30, TimeSpan.Zero);

    private readonly Rollups _rollups = new();

    [Theory]
    [InlineData(HealthMetricsRange.Hour, 60, 1, ProviderBucketWidth.Minute)]
    [InlineData(HealthMetricsRange.Day, 24, 60, ProviderBucketWidth.Hour)]
    [InlineData(HealthMetricsRange.Week, 168, 60, ProviderBucketWidth.Hour)]
    [InlineData(HealthMetricsRange.Month, 30, 1_440, ProviderBucketWidth.Hour)]
    [InlineData(HealthMetricsRange.Quarter, 90, 1_440, ProviderBucketWidth.Hour)]
    public async Task GetAsync_NothingChecked_HasEveryStepOfTheRange(HealthMetricsRange range, int steps, int minutes, ProviderBucketWidth width)
    {
        var metrics = await ReadAsync(range);

        metrics.Series.Should().HaveCount(steps).And.OnlyContain(step => step.Totals.Checks == 0 && step.Totals.LatencyP95Ms == null);
        metrics.Step.Should().Be(TimeSpan.FromMinutes(minutes));
        metrics.Series[^1].Start.Should().BeOnOrBefore(Now).And.BeAfter(Now - metrics.Step);
        _rollups.Asked.Should().Be((null, width, metrics.From, metrics.Series[^1].Start + metrics.Step));
        (metrics.Totals.SuccessRate, metrics.Totals.ChecksPerMinute).Should().Be((null, 0));
    }

    [Fact]
    public async Task GetAsync_AddsUpProvidersStepsAndFailures()
    {
        _rollups.Buckets =
        [
            Bucket("slack", Now.AddMinutes(-94), 6, 2, 2, (FailureKind.Dns, 2)),
            Bucket("gmail", Now.AddMinutes(-34), 10, 0, 0),
            Bucket("slack", Now.AddMinutes(-34), 0, 0, 20, (FailureKind.Timeout, 15), (FailureKind.Dns, 5)),
        ];

        var metrics = await ReadAsync(HealthMetricsRange.Day);

        (metrics.Totals.Checks, metrics.Totals.SuccessRate).Should().Be((40, 18d / 40));
        metrics.Totals.LatencyMeanMs.Should().Be(10);
        metrics.Totals.LatencyP50Ms.Should().BeInRange(8, 16);
        metrics.Totals.ChecksPerMinute.Should().BeApproximately(40 / ((23 * 60) + 34.5), 1e-9);
        metrics.Series[^1].Totals.Checks.Should().Be(30);
        metrics.Series[^1].Totals.ChecksPerMinute.Should().BeApproximately(30 / 34.5, 1e-9);
        metrics.Series[^2].Totals.Checks.Should().Be(10);
        metrics.ByProvider.Select(one => (one.Provider, one.Totals.Checks)).Should().Equal(("gmail", 10), ("slack", 30));
        metrics.ByProvider[1].FailuresByKind.Should().BeEquivalentTo(metrics.FailuresByKind);
        metrics.FailuresByKind.Select(pair => (pair.Key, pair.Value)).Should().Equal((FailureKind.Timeout, 15), (FailureKind.Dns, 7));
    }

    private Task<HealthMetrics> ReadAsync(HealthMetricsRange range) =>
        new HealthMetricsReader(_rollups, new FakeTimeProvider(Now)).GetAsync(new HealthMetricsQuery(range), TestContext.Current.CancellationToken);

    /// <summary>Every check took 10 ms.</summary>
    private static ProviderBucket Bucket(
        string provider, DateTimeOffset at, int succeeded, int degraded, int failed, params (FailureKind Kind, long Count)[] failures)
    {
        var counts = new long[LatencyHistogram.BucketCount];
        counts[LatencyHistogram.BucketOf(10)] = succeeded + degraded + failed;
        return new ProviderBucket
        {
            Provider = provider,
            Start = Periods.HourOf(at),
            Succeeded = succeeded,
            Degraded = degraded,
            Failed = failed,
            LatencySumMs = 10 * (succeeded + degraded + failed),
            LatencyCounts = counts,
            Failures = failures.ToDictionary(one => one.Kind, one => one.Count),
        };
    }

    private sealed class Rollups : IProviderRollupReader
    {
        public IReadOnlyList<ProviderBucket> Buckets { get; set; } = [];

        public (string?, ProviderBucketWidth, DateTimeOffset, DateTimeOffset) Asked { get; private set; }

        public Task<IReadOnlyList<ProviderBucket>> GetAsync(
            string? provider, ProviderBucketWidth width, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        {
            Asked = (provider, width, from, to);
            return Task.FromResult(Buckets);
        }
    }
}
