using IntegrationHealth.Reading;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>A page of integrations, with the tally over all pages. Stale when storage is away and this is what the host knew last.</summary>
internal sealed record HealthList(IReadOnlyList<IntegrationHealth> Items, string? NextCursor, long Total, HealthTally Summary, bool Stale);

/// <summary>Counts by status over the query without its status filter.</summary>
internal sealed record HealthTally(long Healthy, long Degraded, long Unhealthy, long Unknown, long Paused)
{
    public static HealthTally From(HealthSummary summary) =>
        new(summary.Healthy, summary.Degraded, summary.Unhealthy, summary.Unknown, summary.Paused);
}
