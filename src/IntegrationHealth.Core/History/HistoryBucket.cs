using IntegrationHealth.Checks;

namespace IntegrationHealth.History;

/// <summary>All checks of one integration in one hour, day or month.</summary>
public sealed record HistoryBucket
{
    /// <summary>Start of the bucket, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Checks that succeeded.</summary>
    public long Succeeded { get; init; }

    /// <summary>Checks that were Degraded.</summary>
    public long Degraded { get; init; }

    /// <summary>Checks that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Time spent Healthy, in milliseconds.</summary>
    public long HealthyMs { get; init; }

    /// <summary>Time spent Degraded, in milliseconds.</summary>
    public long DegradedMs { get; init; }

    /// <summary>Time spent Unhealthy, in milliseconds.</summary>
    public long UnhealthyMs { get; init; }

    /// <summary>Sum of latencies in milliseconds.</summary>
    public long LatencySumMs { get; init; }

    /// <summary>Checks by latency, in the buckets of <see cref="LatencyHistogram"/>: always sixteen numbers.</summary>
    public required IReadOnlyList<long> LatencyCounts { get; init; }

    /// <summary>Checks by diagnosis; a diagnosis that nobody made is left out.</summary>
    public IReadOnlyDictionary<FailureKind, long> Failures { get; init; } = FailureCounts.None;

    /// <summary>Checks in all.</summary>
    public long Checks => Succeeded + Degraded + Failed;

    /// <summary>Share of the known time in which it worked, 0–1; null when no time is known.</summary>
    public double? Uptime => History.Uptime.Share(HealthyMs + DegradedMs, UnhealthyMs);
}
