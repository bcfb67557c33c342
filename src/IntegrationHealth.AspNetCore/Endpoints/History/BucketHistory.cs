using IntegrationHealth.History;

namespace IntegrationHealth.Endpoints.History;

/// <summary>Checks by hour or day, oldest first; stretches without a check are left out. Stale when storage is away and this was read before.</summary>
internal sealed record BucketHistory(IReadOnlyList<BucketHistoryItem> Items, string? NextCursor, bool Stale);

internal sealed record BucketHistoryItem(
    DateTimeOffset Start, long Checks, long Succeeded, long Degraded, long Failed, double? Uptime, BucketLatency? LatencyMs)
{
    public static BucketHistoryItem From(HistoryBucket bucket) => new(
        bucket.Start, bucket.Checks, bucket.Succeeded, bucket.Degraded, bucket.Failed, bucket.Uptime, BucketLatency.From(bucket));
}

/// <summary>Latency in whole milliseconds; percentiles come from the shared histogram.</summary>
internal sealed record BucketLatency(long Avg, long P50, long P95, long P99)
{
    public static BucketLatency? From(HistoryBucket bucket)
    {
        long[] counts = [.. bucket.LatencyCounts];
        if (bucket.Checks == 0 || LatencyHistogram.Percentile(counts, bucket.LatencySumMs, 0.5) is not { } median)
            return null;
        return new(
            Whole((double)bucket.LatencySumMs / bucket.Checks), Whole(median),
            Whole(LatencyHistogram.Percentile(counts, bucket.LatencySumMs, 0.95)!.Value), Whole(LatencyHistogram.Percentile(counts, bucket.LatencySumMs, 0.99)!.Value));
    }

    private static long Whole(double milliseconds) => (long)Math.Round(milliseconds, MidpointRounding.AwayFromZero);
}
