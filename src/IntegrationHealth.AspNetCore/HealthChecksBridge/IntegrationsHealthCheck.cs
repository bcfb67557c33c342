using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Reading;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>Reports integrations in the host's own health report, in counts only: a public report must not name customers.</summary>
internal sealed class IntegrationsHealthCheck(
    IHealthReader reader, OverdueChecks overdue, IntegrationsHealthCheckOptions options, IOptions<IntegrationHealthOptions> settings,
    WriterState? writer = null) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!settings.Value.Enabled)
            return SwitchedOff.Result;

        // Asked first: while storage is away, the query below may fail as well.
        if (writer?.FailingSince is { } since)
        {
            return new HealthCheckResult(
                HealthStatus.Degraded,
                $"results cannot be stored since {since:u}; checks go on from memory, {writer.Waiting} results wait",
                data: new Dictionary<string, object>(StringComparer.Ordinal) { ["storageFailingSince"] = since, ["resultsWaiting"] = writer.Waiting });
        }

        var query = new HealthQuery { Tag = options.Tag, Providers = [.. options.Providers], Limit = 1 };
        var counts = (await reader.QueryAsync(query, cancellationToken)).Summary;
        var stale = await overdue.AnyAsync(options, cancellationToken);
        return new HealthCheckResult(
            StatusOf(counts, stale, context.Registration.FailureStatus), Describe(counts, stale), data: Data(counts, stale));
    }

    // HealthStatus orders from Unhealthy (0) to Healthy (2), so the worst is the smallest.
    private HealthStatus StatusOf(HealthSummary counts, bool stale, HealthStatus failureStatus)
    {
        var worst = HealthStatus.Healthy;
        if (counts.Unhealthy > 0)
            worst = Worse(worst, failureStatus);
        if (counts.Degraded > 0)
            worst = Worse(worst, options.DegradedStatus);
        return stale ? Worse(worst, HealthStatus.Degraded) : worst;
    }

    private static HealthStatus Worse(HealthStatus one, HealthStatus other) => one < other ? one : other;

    private static string Describe(HealthSummary counts, bool stale) =>
        $"{counts.Unhealthy} unhealthy, {counts.Degraded} degraded, {counts.Healthy} healthy, {counts.Unknown} unknown, {counts.Paused} paused"
        + (stale ? "; checks are overdue" : "");

    private static Dictionary<string, object> Data(HealthSummary counts, bool stale) => new(StringComparer.Ordinal)
    {
        ["healthy"] = counts.Healthy,
        ["degraded"] = counts.Degraded,
        ["unhealthy"] = counts.Unhealthy,
        ["unknown"] = counts.Unknown,
        ["paused"] = counts.Paused,
        ["total"] = counts.Total,
        ["stale"] = stale,
    };
}
