using System.Numerics;

namespace IntegrationHealth.History;

/// <summary>
/// The sixteen latency buckets that every store shares, so that histograms of any hours and integrations can be added. Changing a bound
/// breaks merging with stored data: never do.
/// </summary>
public static class LatencyHistogram
{
    /// <summary>
    /// How much of the room around their mean the checks of a bucket are taken to fill. Most hours have latencies close together: of the values tried
    /// on such and on scattered ones, a quarter came closest.
    /// </summary>
    private const double Spread = 0.25;

    /// <summary>Number of buckets.</summary>
    public const int BucketCount = 16;

    /// <summary>Upper bounds in milliseconds of all buckets but the last, which has none: 2, 4, 8 … 32,768.</summary>
    public static int UpperBoundMs(int bucket) => 2 << bucket;

    /// <summary>The bucket that counts <paramref name="latencyMs"/>.</summary>
    public static int BucketOf(int latencyMs) =>
        latencyMs <= 2 ? 0 : Math.Min(BucketCount - 1, BitOperations.Log2((uint)latencyMs - 1));

    /// <summary>
    /// The latency in milliseconds that <paramref name="percentile"/> (0–1) of the counted checks did not exceed, estimated; null when nothing was
    /// counted. Bounds are a factor of two apart, so the sum of all latencies is asked as well: it says how far up their bucket the checks lie. Where
    /// all checks took about as long the answer is within a tenth of what was measured, where they scatter it is off by a seventh on average, and it
    /// never leaves the bucket of the percentile, so it is at least half and at most twice what was measured. In the last bucket, which has no upper
    /// bound, it is the least mean that the sum allows.
    /// </summary>
    /// <param name="counts">Checks by bucket, <see cref="BucketCount"/> of them.</param>
    /// <param name="sumMs">Sum of the latencies of the same checks, in milliseconds.</param>
    /// <param name="percentile">0–1.</param>
    public static double? Percentile(ReadOnlySpan<long> counts, long sumMs, double percentile)
    {
        long total = 0;
        foreach (var count in counts)
            total += count;
        if (total == 0)
            return null;

        var rank = percentile * total;
        long below = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            if (counts[bucket] != 0 && below + counts[bucket] >= rank)
                return Within(bucket, (rank - below) / counts[bucket], MeanOf(counts, bucket, sumMs));
            below += counts[bucket];
        }

        return UpperBoundMs(BucketCount - 2);
    }

    /// <summary>The place <paramref name="share"/> (0–1) of the way through checks that lie evenly around <paramref name="mean"/>.</summary>
    private static double Within(int bucket, double share, double mean)
    {
        if (bucket == BucketCount - 1)
            return mean;
        var reach = Math.Min(mean - LowerBoundMs(bucket), UpperBoundMs(bucket) - mean);
        return mean + (Spread * reach * ((2 * share) - 1));
    }

    /// <summary>
    /// The middle between the smallest and the largest mean that the checks of a bucket can have had: whatever the sum leaves once all others took
    /// as long, or as short, as their buckets allow.
    /// </summary>
    private static double MeanOf(ReadOnlySpan<long> counts, int bucket, long sumMs)
    {
        double shortest = 0, longest = 0;
        for (var other = 0; other < counts.Length; other++)
        {
            if (other == bucket || counts[other] == 0)
                continue;
            shortest += counts[other] * LowerBoundMs(other);
            longest += other == BucketCount - 1 ? double.PositiveInfinity : counts[other] * (double)UpperBoundMs(other);
        }

        var (lower, upper) = (LowerBoundMs(bucket), bucket == BucketCount - 1 ? double.PositiveInfinity : UpperBoundMs(bucket));
        var least = Math.Clamp((sumMs - longest) / counts[bucket], lower, upper);
        var most = Math.Clamp((sumMs - shortest) / counts[bucket], lower, upper);
        return bucket == BucketCount - 1 ? least : (least + most) / 2;
    }

    private static double LowerBoundMs(int bucket) => bucket == 0 ? 0 : UpperBoundMs(bucket - 1);
}
