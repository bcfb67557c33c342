using System.Text;
using IntegrationHealth.Caching;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using ZiggyCreatures.Caching.Fusion.Internals;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;

namespace IntegrationHealth.Tests.Caching;

/// <summary>What one host wrote is what another reads.</summary>
public sealed class CacheSerializerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Metrics_ComeBackWhole()
    {
        var totals = new CheckTotals { Succeeded = 3, Degraded = 2, Failed = 1, ChecksPerMinute = 0.5, LatencyMeanMs = 12.5, LatencyP95Ms = 40 };
        KeyValuePair<FailureKind, long>[] failures = [new(FailureKind.RateLimited, 1)];

        ComesBack(new HealthMetrics(
            Noon, Noon.AddHours(1), TimeSpan.FromMinutes(1), totals, [new HealthMetricsStep(Noon, totals)], [new ProviderMetrics("slack", totals, failures)], failures));
    }

    [Fact]
    public void Buckets_ComeBackWhole() => ComesBack<HistoryBucket[]>(
    [
        new HistoryBucket
        {
            Start = Noon,
            Succeeded = 2,
            HealthyMs = 3_600_000,
            LatencySumMs = 21,
            LatencyCounts = [.. Enumerable.Range(0, 16).Select(i => (long)i)],
            Failures = new Dictionary<FailureKind, long> { [FailureKind.Dns] = 4 },
        },
    ]);

    [Fact]
    public void Uptimes_ComeBackWhole() =>
        ComesBack(new Dictionary<string, Uptime> { ["mail"] = new(0.5, 0.75, null, 1), ["calendar"] = Uptime.None });

    private static void ComesBack<T>(T value)
    {
        var serializer = new CacheSerializer();
        var entry = new FusionCacheDistributedEntry<T>(value, 5, 7, null, new FusionCacheEntryMetadata(false, null, null, null, 3, null));

        var bytes = serializer.Serialize(entry);
        var back = serializer.Deserialize<FusionCacheDistributedEntry<T>>(bytes)!;

        back.Value.Should().BeEquivalentTo(value);
        (back.Timestamp, back.LogicalExpirationTimestamp, back.Metadata!.Size).Should().Be((5, 7, 3));
        Encoding.UTF8.GetString(serializer.Serialize(back)).Should().Be(Encoding.UTF8.GetString(bytes));
    }
}
