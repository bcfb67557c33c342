using IntegrationHealth.History;
using IntegrationHealth.Storage.Model;

namespace IntegrationHealth.Storage.History;

/// <summary>Adds rows of one period up, whatever their width.</summary>
internal sealed class BucketSum
{
    private readonly long[] _latency = new long[PackedLanes.Lanes];
    private readonly long[] _failures = new long[PackedLanes.Lanes];
    private long _succeeded;
    private long _degraded;
    private long _failed;
    private long _healthyMs;
    private long _degradedMs;
    private long _unhealthyMs;
    private long _latencySumMs;

    public void Add(HourRollupRow row)
    {
        (_succeeded, _degraded, _failed) = (_succeeded + row.Succeeded, _degraded + row.Degraded, _failed + row.Failed);
        (_healthyMs, _degradedMs, _unhealthyMs) = (_healthyMs + row.HealthyMs, _degradedMs + row.DegradedMs, _unhealthyMs + row.UnhealthyMs);
        _latencySumMs += row.LatencySumMs;
        PackedLanes.UnpackHour(_latency, row.H0, row.H1, row.H2, row.H3);
        PackedLanes.UnpackHour(_failures, row.F0, row.F1, row.F2, row.F3);
    }

    public void Add(PeriodRollupRow row)
    {
        (_healthyMs, _degradedMs, _unhealthyMs) = (_healthyMs + row.HealthyMs, _degradedMs + row.DegradedMs, _unhealthyMs + row.UnhealthyMs);
        Add((WideRollupRow)row);
    }

    public HistoryBucket ToBucket(DateTimeOffset start) => new()
    {
        Start = start,
        Succeeded = _succeeded,
        Degraded = _degraded,
        Failed = _failed,
        HealthyMs = _healthyMs,
        DegradedMs = _degradedMs,
        UnhealthyMs = _unhealthyMs,
        LatencySumMs = _latencySumMs,
        LatencyCounts = _latency,
        Failures = FailureCounts.ToDictionary(_failures),
    };

    public static ProviderBucket ToBucket(ProviderRollupRow row)
    {
        var sum = new BucketSum();
        sum.Add((WideRollupRow)row);
        return new ProviderBucket
        {
            Provider = row.Provider,
            Start = row.Start,
            Succeeded = sum._succeeded,
            Degraded = sum._degraded,
            Failed = sum._failed,
            LatencySumMs = sum._latencySumMs,
            LatencyCounts = sum._latency,
            Failures = FailureCounts.ToDictionary(sum._failures),
        };
    }

    private void Add(WideRollupRow row)
    {
        (_succeeded, _degraded, _failed) = (_succeeded + row.Succeeded, _degraded + row.Degraded, _failed + row.Failed);
        _latencySumMs += row.LatencySumMs;
        PackedLanes.UnpackWide(_latency, row.H0, row.H1, row.H2, row.H3, row.H4, row.H5, row.H6, row.H7);
        PackedLanes.UnpackWide(_failures, row.F0, row.F1, row.F2, row.F3, row.F4, row.F5, row.F6, row.F7);
    }
}
