using System.ComponentModel;
using System.Text.Json.Serialization;
using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Administration;

/// <summary>Numbers over everybody's integrations.</summary>
internal static class MetricsEndpoint
{
    private static readonly Dictionary<string, HealthMetricsRange> Ranges = new(StringComparer.Ordinal)
    {
        ["1h"] = HealthMetricsRange.Hour,
        ["24h"] = HealthMetricsRange.Day,
        ["7d"] = HealthMetricsRange.Week,
        ["30d"] = HealthMetricsRange.Month,
        ["90d"] = HealthMetricsRange.Quarter,
    };

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/metrics", GetAsync)
            .WithName("GetAdminMetrics").WithSummary("Success rate, latency and failures of all checks, as a series and by provider")
            .Produces<MetricsAnswer>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();

    private static async Task<IResult> GetAsync(
        [FromQuery(Name = "range"), Description("1h in steps of a minute, 24h (default) or 7d in steps of an hour, 30d or 90d in steps of a day.")] string? range,
        [FromQuery(Name = "provider"), Description("Only this provider.")] string? provider, HttpContext http, IHealthMetricsReader metrics)
    {
        _ = range;
        _ = provider;
        var reader = new QueryReader(http.Request, "range", "provider");
        var name = reader.Text("range") ?? "24h";
        if (!Ranges.TryGetValue(name, out var chosen))
            reader.Fail("range", $"'{name}' is not one of: {string.Join(", ", Ranges.Keys)}.");
        var query = new HealthMetricsQuery(chosen, reader.Text("provider", 64));
        reader.ThrowIfInvalid();
        return new JsonAnswer<MetricsAnswer>(MetricsAnswer.Of(name, await metrics.GetAsync(query, http.RequestAborted)), EndpointJson.Default.MetricsAnswer);
    }
}

/// <summary>Numbers over all integrations, or those of one provider. Stale when storage is away and these were read before.</summary>
internal sealed record MetricsAnswer(
    string Range, DateTimeOffset From, DateTimeOffset To, long StepMs, MetricsTotals Totals, IReadOnlyList<MetricsStep> Series,
    IReadOnlyList<MetricsProvider> Providers, IReadOnlyList<MetricsFailures> Failures, bool Stale)
{
    public static MetricsAnswer Of(string range, HealthMetrics metrics) => new(
        range, metrics.From, metrics.To, (long)metrics.Step.TotalMilliseconds, MetricsTotals.From(metrics.Totals),
        [.. metrics.Series.Select(step => new MetricsStep(step.Start, MetricsTotals.From(step.Totals)))],
        [.. metrics.ByProvider.Select(one => new MetricsProvider(one.Provider, MetricsTotals.From(one.Totals), MetricsFailures.From(one.FailuresByKind)))],
        MetricsFailures.From(metrics.FailuresByKind), metrics.Stale);
}

/// <summary>Checks added up; rates are null where nothing was checked.</summary>
internal sealed record MetricsTotals(
    long Checks, long Succeeded, long Degraded, long Failed, double? SuccessRate, double ChecksPerMinute, MetricsLatency? LatencyMs)
{
    public static MetricsTotals From(CheckTotals totals) => new(
        totals.Checks, totals.Succeeded, totals.Degraded, totals.Failed, totals.SuccessRate, Math.Round(totals.ChecksPerMinute, 3),
        totals.LatencyMeanMs is { } mean
            ? new MetricsLatency(Whole(mean), Whole(totals.LatencyP50Ms ?? mean), Whole(totals.LatencyP95Ms ?? mean), Whole(totals.LatencyP99Ms ?? mean))
            : null);

    private static long Whole(double milliseconds) => (long)Math.Round(milliseconds, MidpointRounding.AwayFromZero);
}

/// <summary>Latency in whole milliseconds.</summary>
internal sealed record MetricsLatency(long Avg, long P50, long P95, long P99);

internal sealed record MetricsStep(DateTimeOffset Start, MetricsTotals Totals);

internal sealed record MetricsProvider(string Provider, MetricsTotals Totals, IReadOnlyList<MetricsFailures> Failures);

/// <summary>How often one diagnosis was made.</summary>
internal sealed record MetricsFailures([property: JsonConverter(typeof(CamelCaseEnum<FailureKind>))] FailureKind Kind, long Count)
{
    public static IReadOnlyList<MetricsFailures> From(IReadOnlyList<KeyValuePair<FailureKind, long>> counts) =>
        [.. counts.Select(count => new MetricsFailures(count.Key, count.Value))];
}
