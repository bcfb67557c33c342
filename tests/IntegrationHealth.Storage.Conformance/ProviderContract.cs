using IntegrationHealth.Checks;
using IntegrationHealth.History;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>What system-wide charts are drawn from.</summary>
public abstract class ProviderContract : StorageContract
{
    [Fact]
    public async Task Checks_OfManyIntegrations_AddUpByProviderMinuteAndHour()
    {
        await AddAsync(
            Samples.Integration("a", provider: "http"), Samples.Integration("b", provider: "http"), Samples.Integration("c", provider: "gmail"));
        await WriteAsync(
            Samples.Check("a", 0, Start.AddSeconds(1), latencyMs: 10),
            Samples.Check("b", 0, Start.AddSeconds(59), CheckOutcome.Failed, 100, FailureKind.Dns),
            Samples.Check("c", 0, Start.AddSeconds(2), CheckOutcome.Degraded, 40_000, FailureKind.RateLimited));
        await WriteAsync(
            Samples.Check("a", 1, Start.AddSeconds(60), latencyMs: 12),
            Samples.Check("b", 1, Start.AddSeconds(61), CheckOutcome.Inconclusive, 100));

        var minutes = await GetAsync(null, ProviderBucketWidth.Minute);
        minutes.Should().HaveCount(3);
        minutes.Should().ContainEquivalentOf(new ProviderBucket
        {
            Provider = "http",
            Start = Start,
            Succeeded = 1,
            Failed = 1,
            LatencySumMs = 110,
            LatencyCounts = Counts((10, 1), (100, 1)),
            Failures = new Dictionary<FailureKind, long> { [FailureKind.Dns] = 1 },
        });
        (await GetAsync("http", ProviderBucketWidth.Hour)).Should().ContainSingle().Which.Should().BeEquivalentTo(new ProviderBucket
        {
            Provider = "http",
            Start = Start,
            Succeeded = 2,
            Failed = 1,
            LatencySumMs = 122,
            LatencyCounts = Counts((10, 2), (100, 1)),
            Failures = new Dictionary<FailureKind, long> { [FailureKind.Dns] = 1 },
        });
        (await GetAsync("gmail", ProviderBucketWidth.Hour)).Should().ContainSingle()
            .Which.Failures.Should().Equal(new Dictionary<FailureKind, long> { [FailureKind.RateLimited] = 1 });
        (await GetAsync("slack", ProviderBucketWidth.Hour)).Should().BeEmpty();
    }

    [Fact]
    public async Task RefusedAndRepeatedChecks_CountOnce()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        await WriteAsync(Samples.Check("a", 0, Start));

        await WriteAsync(Samples.Check("a", 0, Start.AddMinutes(1)), Samples.Check("b", 0, Start));
        await WriteAsync(Samples.Check("a", 1, Start), Samples.Check("never", 0, Start));

        (await GetAsync(null, ProviderBucketWidth.Hour)).Should().ContainSingle().Which.Succeeded.Should().Be(2);
    }

    [Fact]
    public async Task Get_BoundsAreHalfOpen()
    {
        await AddAsync(Samples.Integration("a"));
        for (var i = 0; i < 4; i++)
            await WriteAsync(Samples.Check("a", i, Start.AddHours(i)));

        var hours = await Providers.GetAsync(null, ProviderBucketWidth.Hour, Start.AddHours(1), Start.AddHours(3), Stop);

        hours.Select(hour => hour.Start).Should().BeEquivalentTo([Start.AddHours(1), Start.AddHours(2)]);
    }

    private Task<IReadOnlyList<ProviderBucket>> GetAsync(string? provider, ProviderBucketWidth width) =>
        Providers.GetAsync(provider, width, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Stop);

    private static long[] Counts(params (int LatencyMs, long Count)[] some)
    {
        var counts = new long[LatencyHistogram.BucketCount];
        foreach (var (latencyMs, count) in some)
            counts[LatencyHistogram.BucketOf(latencyMs)] += count;
        return counts;
    }
}
