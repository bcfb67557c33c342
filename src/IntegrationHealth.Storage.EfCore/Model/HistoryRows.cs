using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Model;

/// <summary>One check.</summary>
internal sealed class HistoryRow
{
    public long Iid { get; set; }

    public DateTimeOffset CheckedAt { get; set; }

    public IntegrationStatus Status { get; set; }

    public CheckOutcome Outcome { get; set; }

    public int LatencyMs { get; set; }

    public FailureKind? FailureKind { get; set; }

    public string? Message { get; set; }
}

/// <summary>One hour of one integration; counts by latency and by diagnosis are packed by <see cref="History.PackedLanes"/>.</summary>
internal sealed class HourRollupRow
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

    public long F0 { get; set; }

    public long F1 { get; set; }

    public long F2 { get; set; }

    public long F3 { get; set; }
}

/// <summary>What wider rollups count; packed by <see cref="History.PackedLanes"/>, two lanes to a number.</summary>
internal abstract class WideRollupRow
{
    public DateTimeOffset Start { get; set; }

    public long Succeeded { get; set; }

    public long Degraded { get; set; }

    public long Failed { get; set; }

    public long LatencySumMs { get; set; }

    public long H0 { get; set; }

    public long H1 { get; set; }

    public long H2 { get; set; }

    public long H3 { get; set; }

    public long H4 { get; set; }

    public long H5 { get; set; }

    public long H6 { get; set; }

    public long H7 { get; set; }

    public long F0 { get; set; }

    public long F1 { get; set; }

    public long F2 { get; set; }

    public long F3 { get; set; }

    public long F4 { get; set; }

    public long F5 { get; set; }

    public long F6 { get; set; }

    public long F7 { get; set; }
}

/// <summary>A closed day or month of one integration.</summary>
internal abstract class PeriodRollupRow : WideRollupRow
{
    public long Iid { get; set; }

    public long HealthyMs { get; set; }

    public long DegradedMs { get; set; }

    public long UnhealthyMs { get; set; }
}

internal sealed class DayRollupRow : PeriodRollupRow;

internal sealed class MonthRollupRow : PeriodRollupRow;

/// <summary>A minute or an hour of all integrations of one provider.</summary>
internal sealed class ProviderRollupRow : WideRollupRow
{
    public required string Provider { get; set; }

    public ProviderBucketWidth Width { get; set; }
}

/// <summary>A day whose hours changed after it was closed: it is folded again.</summary>
internal sealed class LateDayRow
{
    public long Iid { get; set; }

    public DateTimeOffset Day { get; set; }

    public DateTimeOffset Month { get; set; }

    public DateTimeOffset NextMonth { get; set; }
}

/// <summary>How far a piece of maintenance has come.</summary>
internal sealed class ProgressRow
{
    /// <summary>The days before this are folded.</summary>
    public const string DaysFolded = "days_folded";

    /// <summary>The days before this are gone.</summary>
    public const string DaysPruned = "days_pruned";

    public required string Name { get; set; }

    public DateTimeOffset At { get; set; }
}
