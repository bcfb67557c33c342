using System.Runtime.CompilerServices;
using IntegrationHealth.Checks;
using IntegrationHealth.History;

namespace IntegrationHealth.InMemory;

/// <summary>One hour of one integration.</summary>
internal sealed class HourRollup(DateTimeOffset hour)
{
    private LatencyLanes _latency;
    private int _succeeded;
    private int _degraded;
    private int _failed;
    private long _latencySumMs;

    public DateTimeOffset Hour { get; } = hour;

    public long HealthyMs { get; private set; }

    public long DegradedMs { get; private set; }

    public long UnhealthyMs { get; private set; }

    /// <summary>Adds one observation; <paramref name="countOutcome"/> is false for a check that was counted before.</summary>
    public void Add(RollupDelta delta, bool countOutcome)
    {
        HealthyMs += delta.HealthyMs;
        DegradedMs += delta.DegradedMs;
        UnhealthyMs += delta.UnhealthyMs;
        if (!countOutcome || delta.Outcome is null or CheckOutcome.Inconclusive)
            return;

        _succeeded += delta.Outcome == CheckOutcome.Succeeded ? 1 : 0;
        _degraded += delta.Outcome == CheckOutcome.Degraded ? 1 : 0;
        _failed += delta.Outcome == CheckOutcome.Failed ? 1 : 0;
        _latencySumMs += delta.LatencyMs;
        _latency[LatencyHistogram.BucketOf(delta.LatencyMs)]++;
    }

    /// <summary>Adds this hour to a bucket that starts at <paramref name="start"/>; null begins one.</summary>
    public HistoryBucket AddTo(HistoryBucket? bucket, DateTimeOffset start)
    {
        var counts = new long[LatencyHistogram.BucketCount];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = _latency[i] + (bucket?.LatencyCounts[i] ?? 0);
        return new HistoryBucket
        {
            Start = start,
            Succeeded = _succeeded + (bucket?.Succeeded ?? 0),
            Degraded = _degraded + (bucket?.Degraded ?? 0),
            Failed = _failed + (bucket?.Failed ?? 0),
            HealthyMs = HealthyMs + (bucket?.HealthyMs ?? 0),
            DegradedMs = DegradedMs + (bucket?.DegradedMs ?? 0),
            UnhealthyMs = UnhealthyMs + (bucket?.UnhealthyMs ?? 0),
            LatencySumMs = _latencySumMs + (bucket?.LatencySumMs ?? 0),
            LatencyCounts = counts,
        };
    }

    [InlineArray(LatencyHistogram.BucketCount)]
    private struct LatencyLanes
    {
        private ushort _first;
    }
}
