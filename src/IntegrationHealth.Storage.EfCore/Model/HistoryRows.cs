using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Model;

/// <summary>One check.</summary>
internal sealed class CheckRow
{
    public long Iid { get; set; }

    public DateTimeOffset CheckedAt { get; set; }

    public IntegrationStatus Status { get; set; }

    public CheckOutcome Outcome { get; set; }

    public int LatencyMs { get; set; }

    public FailureKind? FailureKind { get; set; }

    public string? Message { get; set; }
}

/// <summary>One hour of one integration; the latency counts are packed by <see cref="History.PackedLatency"/>.</summary>
internal sealed class RollupRow
{
    public long Iid { get; set; }

    public DateTimeOffset Hour { get; set; }

    public int Succeeded { get; set; }

    public int Degraded { get; set; }

    public int Failed { get; set; }

    public long HealthyMs { get; set; }

    public long DegradedMs { get; set; }

    public long UnhealthyMs { get; set; }

    public long LatencySumMs { get; set; }

    public long H0 { get; set; }

    public long H1 { get; set; }

    public long H2 { get; set; }

    public long H3 { get; set; }
}
