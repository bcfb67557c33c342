using IntegrationHealth.History;
using IntegrationHealth.Storage.Model;

namespace IntegrationHealth.Storage.History;

/// <summary>From hourly rows to buckets. Days are folded here: one integration has 24 rows a day, and packed counts do not add up in SQL.</summary>
internal static class BucketFolder
{
    /// <summary>Buckets of rows that come in the order of time.</summary>
    public static List<HistoryBucket> Fold(IReadOnlyList<RollupRow> rows, HistoryResolution resolution)
    {
        var buckets = new List<HistoryBucket>(resolution == HistoryResolution.Hour ? rows.Count : (rows.Count / 24) + 1);
        for (var first = 0; first < rows.Count;)
        {
            var start = StartOf(rows[first].Hour, resolution);
            var end = first + 1;
            while (end < rows.Count && StartOf(rows[end].Hour, resolution) == start)
                end++;
            buckets.Add(Sum(rows, first, end, start));
            first = end;
        }

        return buckets;
    }

    /// <summary>The first bucket that starts at or after <paramref name="at"/>.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset at, HistoryResolution resolution)
    {
        var start = StartOf(at, resolution);
        return resolution == HistoryResolution.Hour || start >= at ? at : start.AddDays(1);
    }

    private static DateTimeOffset StartOf(DateTimeOffset at, HistoryResolution resolution) =>
        resolution == HistoryResolution.Day ? new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero) : at;

    private static HistoryBucket Sum(IReadOnlyList<RollupRow> rows, int first, int end, DateTimeOffset start)
    {
        var counts = new long[LatencyHistogram.BucketCount];
        long succeeded = 0, degraded = 0, failed = 0, healthyMs = 0, degradedMs = 0, unhealthyMs = 0, latencySumMs = 0;
        for (var i = first; i < end; i++)
        {
            var row = rows[i];
            succeeded += row.Succeeded;
            degraded += row.Degraded;
            failed += row.Failed;
            healthyMs += row.HealthyMs;
            degradedMs += row.DegradedMs;
            unhealthyMs += row.UnhealthyMs;
            latencySumMs += row.LatencySumMs;
            PackedLatency.AddTo(counts, 0, row.H0);
            PackedLatency.AddTo(counts, 1, row.H1);
            PackedLatency.AddTo(counts, 2, row.H2);
            PackedLatency.AddTo(counts, 3, row.H3);
        }

        return new HistoryBucket
        {
            Start = start,
            Succeeded = succeeded,
            Degraded = degraded,
            Failed = failed,
            HealthyMs = healthyMs,
            DegradedMs = degradedMs,
            UnhealthyMs = unhealthyMs,
            LatencySumMs = latencySumMs,
            LatencyCounts = counts,
        };
    }
}
