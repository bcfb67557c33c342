using IntegrationHealth.Checks;

namespace IntegrationHealth.Reading;

/// <summary>
/// Numbers over all integrations, from rollups alone; behind the last commit by <c>IntegrationHealth:Cache:Freshness</c> at most. Safe for concurrent use.
/// </summary>
public interface IHealthMetricsReader
{
    /// <summary>What was checked in the range that ends now.</summary>
    Task<HealthMetrics> GetAsync(HealthMetricsQuery query, CancellationToken cancellationToken = default);
}

/// <summary>Which numbers.</summary>
/// <param name="Range">How far back.</param>
/// <param name="Provider">Only this provider; all when null.</param>
public sealed record HealthMetricsQuery(HealthMetricsRange Range, string? Provider = null);

/// <summary>How far metrics look back.</summary>
public enum HealthMetricsRange
{
    /// <summary>One hour, in steps of a minute.</summary>
    Hour,

    /// <summary>24 hours, in steps of an hour.</summary>
    Day,

    /// <summary>7 days, in steps of an hour.</summary>
    Week,

    /// <summary>30 days, in steps of a day.</summary>
    Month,

    /// <summary>90 days, in steps of a day. Storage that keeps hours for less has nothing in the first ones.</summary>
    Quarter,
}

/// <summary>Numbers over all integrations, or those of one provider.</summary>
/// <param name="From">Begin of the first step.</param>
/// <param name="To">When they were read.</param>
/// <param name="Step">Width of a step of the series.</param>
/// <param name="Totals">Over the whole range.</param>
/// <param name="Series">One entry a step, oldest first, with those in which nothing was checked.</param>
/// <param name="ByProvider">One entry a provider that was checked, by name.</param>
/// <param name="FailuresByKind">Checks by diagnosis, most frequent first.</param>
public sealed record HealthMetrics(
    DateTimeOffset From, DateTimeOffset To, TimeSpan Step, CheckTotals Totals, IReadOnlyList<HealthMetricsStep> Series,
    IReadOnlyList<ProviderMetrics> ByProvider, IReadOnlyList<KeyValuePair<FailureKind, long>> FailuresByKind)
{
    /// <summary>True when storage is away and these are the numbers that were read last.</summary>
    public bool Stale { get; init; }
}

/// <summary>One step of a series.</summary>
/// <param name="Start">Its begin.</param>
/// <param name="Totals">What was checked in it.</param>
public sealed record HealthMetricsStep(DateTimeOffset Start, CheckTotals Totals);

/// <summary>The numbers of one provider.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Totals">Over the whole range.</param>
/// <param name="FailuresByKind">Checks by diagnosis, most frequent first.</param>
public sealed record ProviderMetrics(string Provider, CheckTotals Totals, IReadOnlyList<KeyValuePair<FailureKind, long>> FailuresByKind);

/// <summary>Checks added up.</summary>
public sealed record CheckTotals
{
    /// <summary>Checks that succeeded.</summary>
    public long Succeeded { get; init; }

    /// <summary>Checks that were Degraded.</summary>
    public long Degraded { get; init; }

    /// <summary>Checks that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Checks in all; inconclusive ones count nowhere.</summary>
    public long Checks => Succeeded + Degraded + Failed;

    /// <summary>Share of checks that did not fail, 0–1; null without checks.</summary>
    public double? SuccessRate => Checks == 0 ? null : (double)(Succeeded + Degraded) / Checks;

    /// <summary>Checks a minute of the time that has passed.</summary>
    public double ChecksPerMinute { get; init; }

    /// <summary>Mean latency in milliseconds; null without checks.</summary>
    public double? LatencyMeanMs { get; init; }

    /// <summary>Latency in milliseconds that half of the checks did not exceed, from the histogram; null without checks.</summary>
    public double? LatencyP50Ms { get; init; }

    /// <summary>Latency in milliseconds that 95 % of the checks did not exceed; null without checks.</summary>
    public double? LatencyP95Ms { get; init; }

    /// <summary>Latency in milliseconds that 99 % of the checks did not exceed; null without checks.</summary>
    public double? LatencyP99Ms { get; init; }
}
