using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>
/// Finds out whether any status is stale. Each integration has an interval of its own, so the one checked longest ago says nothing of the others:
/// the search goes on from it to the first that was checked so lately that nothing after it can be stale.
/// </summary>
internal sealed class OverdueChecks(
    IHealthReader reader, IntegrationRegistry registry, IOptions<IntegrationHealthOptions> options, TimeProvider time)
{
    private const int PageSize = 1_000;

    /// <summary>True when at least one integration that <paramref name="query"/> matches is stale.</summary>
    public async Task<bool> AnyAsync(HealthQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // No interval is shorter than the shortest, and no status is stale before its three intervals.
        var fresh = now - (registry.All.Select(monitored => monitored.Policy.Interval).DefaultIfEmpty(TimeSpan.Zero).Min() * Freshness.Intervals);
        var next = query with { Sort = HealthSort.LastCheckedAt, Descending = false, WithCounts = false, Limit = PageSize, After = null };
        while (true)
        {
            var page = await reader.QueryAsync(next, cancellationToken);
            foreach (var (integration, snapshot) in page.Items)
            {
                if (Freshness.IsStale(snapshot, IntervalOf(integration), now))
                    return true;
                if (snapshot.LastCheckedAt > fresh)
                    return false;
            }

            if (page.Next is null)
                return false;
            next = next with { After = page.Next };
        }
    }

    private TimeSpan IntervalOf(Integration integration) =>
        registry.TryGet(integration.Id, out var monitored) ? monitored.Policy.Interval : integration.Interval ?? options.Value.Checks.Interval;
}
