using System.Runtime.CompilerServices;
using IntegrationHealth.Checks;
using IntegrationHealth.History;

namespace IntegrationHealth.InMemory;

/// <summary>One hour, day or month of one integration, or one minute or hour of one provider.</summary>
internal sealed class RollupCell(DateTimeOffset start)
{
    private Lanes _latency;
    private Dictionary<FailureKind, long>? _failures;
    private int _succeeded;
    private int _degraded;
    private int _failed;
    private long _latencySumMs;

    public DateTimeOffset Start { get; } = start;

    public long HealthyMs { get; private set; }

    public long DegradedMs { get; private set; }

    public long UnhealthyMs { get; private set; }

    /// <summary>Adds one observation; <paramref name="countOutcome"/> is false for a check that was counted before.</summary>
    public void Add(RollupDelta delta, bool countOutcome)
    {
        HealthyMs += delta.HealthyMs;
        DegradedMs += delta.DegradedMs;
        UnhealthyMs += delta.UnhealthyMs;
        if (countOutcome && delta.Outcome is { } outcome)
            Count(outcome, delta.LatencyMs, delta.FailureKind);
    }

    /// <summary>Counts one check; an inconclusive one counts nowhere.</summary>
    public void Count(CheckOutcome outcome, int latencyMs, FailureKind? kind)
    {
        if (outcome == CheckOutcome.Inconclusive)
            return;

        _succeeded += outcome == CheckOutcome.Succeeded ? 1 : 0;
        _degraded += outcome == CheckOutcome.Degraded ? 1 : 0;
        _failed += outcome == CheckOutcome.Failed ? 1 : 0;
        _latencySumMs += latencyMs;
        _latency[LatencyHistogram.BucketOf(latencyMs)]++;
        if (kind is { } some)
            CountFailure(some, 1);
    }

    /// <summary>Takes all of another in.</summary>
    public void Add(RollupCell other)
    {
        HealthyMs += other.HealthyMs;
        DegradedMs += other.DegradedMs;
        UnhealthyMs += other.UnhealthyMs;
        _succeeded += other._succeeded;
        _degraded += other._degraded;
        _failed += other._failed;
        _latencySumMs += other._latencySumMs;
        for (var i = 0; i < LatencyHistogram.BucketCount; i++)
            _latency[i] += other._latency[i];
        foreach (var (kind, count) in other._failures ?? [])
            CountFailure(kind, count);
    }

    public HistoryBucket ToBucket() => new()
    {
        Start = Start,
        Succeeded = _succeeded,
        Degraded = _degraded,
        Failed = _failed,
        HealthyMs = HealthyMs,
        DegradedMs = DegradedMs,
        UnhealthyMs = UnhealthyMs,
        LatencySumMs = _latencySumMs,
        LatencyCounts = Latency(),
        Failures = Failures(),
    };

    public ProviderBucket ToProviderBucket(string provider) => new()
    {
        Provider = provider,
        Start = Start,
        Succeeded = _succeeded,
        Degraded = _degraded,
        Failed = _failed,
        LatencySumMs = _latencySumMs,
        LatencyCounts = Latency(),
        Failures = Failures(),
    };

    private void CountFailure(FailureKind kind, long count)
    {
        _failures ??= [];
        _failures[kind] = _failures.GetValueOrDefault(kind) + count;
    }

    private IReadOnlyDictionary<FailureKind, long> Failures() =>
        _failures is null ? FailureCounts.None : new Dictionary<FailureKind, long>(_failures);

    private long[] Latency()
    {
        var counts = new long[LatencyHistogram.BucketCount];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = _latency[i];
        return counts;
    }

    [InlineArray(LatencyHistogram.BucketCount)]
    private struct Lanes
    {
        private uint _first;
    }
}
