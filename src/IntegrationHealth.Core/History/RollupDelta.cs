using IntegrationHealth.Checks;

namespace IntegrationHealth.History;

/// <summary>
/// What one observation adds to one hour. Uptime is counted in time, not in checks: a failing integration is probed less often, so a
/// share of checks would flatter it.
/// </summary>
public sealed record RollupDelta
{
    /// <summary>Start of the hour, UTC.</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary>The outcome to count; null when this hour gets only time.</summary>
    public CheckOutcome? Outcome { get; init; }

    /// <summary>Latency of the check in milliseconds, when <see cref="Outcome"/> is set.</summary>
    public int LatencyMs { get; init; }

    /// <summary>The diagnosis to count with <see cref="Outcome"/>; null when there is none.</summary>
    public FailureKind? FailureKind { get; init; }

    /// <summary>Time spent Healthy, in milliseconds.</summary>
    public long HealthyMs { get; init; }

    /// <summary>Time spent Degraded, in milliseconds.</summary>
    public long DegradedMs { get; init; }

    /// <summary>Time spent Unhealthy, in milliseconds.</summary>
    public long UnhealthyMs { get; init; }
}
