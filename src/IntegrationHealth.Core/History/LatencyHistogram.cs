using System.Numerics;

namespace IntegrationHealth.History;

/// <summary>
/// The sixteen latency buckets that every store shares, so that histograms of any hours and integrations can be added. Changing a bound
/// breaks merging with stored data: never do.
/// </summary>
public static class LatencyHistogram
{
    /// <summary>Number of buckets.</summary>
    public const int BucketCount = 16;

    /// <summary>Upper bounds in milliseconds of all buckets but the last, which has none: 2, 4, 8 … 32,768.</summary>
    public static int UpperBoundMs(int bucket) => 2 << bucket;

    /// <summary>The bucket that counts <paramref name="latencyMs"/>.</summary>
    public static int BucketOf(int latencyMs) =>
        latencyMs <= 2 ? 0 : Math.Min(BucketCount - 1, BitOperations.Log2((uint)latencyMs - 1));

    /// <summary>
    /// The latency in milliseconds that <paramref name="percentile"/> (0–1) of the counted checks did not exceed, interpolated within its
    /// bucket; null when nothing was counted. The last bucket answers its lower bound.
    /// </summary>
    public static double? Percentile(ReadOnlySpan<long> counts, double percentile)
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
            if (counts[bucket] == 0 || below + counts[bucket] < rank)
            {
                below += counts[bucket];
                continue;
            }

            var lower = bucket == 0 ? 0d : UpperBoundMs(bucket - 1);
            return bucket == BucketCount - 1 ? lower : lower + ((UpperBoundMs(bucket) - lower) * ((rank - below) / counts[bucket]));
        }

        return UpperBoundMs(BucketCount - 2);
    }
}
