using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>
/// Finds out whether any status is stale. Anybody may ask for a health report, so storage is asked only for those that look stale from
/// memory: another host may have checked them meanwhile.
/// </summary>
internal sealed class OverdueChecks(IHealthReader reader, IntegrationRegistry registry, TimeProvider time)
{
    private const int AskedAtOnce = 200;

    /// <summary>True when at least one integration that <paramref name="options"/> name is stale.</summary>
    public async Task<bool> AnyAsync(IntegrationsHealthCheckOptions options, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var suspects = registry.All
            .Where(monitored => IsNamed(monitored.Integration, options) && Freshness.IsStale(monitored.Snapshot, monitored.Policy.Interval, now));
        foreach (var chunk in suspects.Chunk(AskedAtOnce))
        {
            var intervals = chunk.ToDictionary(monitored => monitored.Integration.Id, monitored => monitored.Policy.Interval, StringComparer.Ordinal);
            foreach (var (integration, snapshot) in await reader.GetAsync(intervals.Keys, cancellationToken))
            {
                if (Freshness.IsStale(snapshot, intervals[integration.Id], now))
                    return true;
            }
        }

        return false;
    }

    private static bool IsNamed(Integration integration, IntegrationsHealthCheckOptions options) =>
        (options.Tag is not { } tag || integration.Tags.Contains(tag, StringComparer.Ordinal))
        && (options.Providers.Count == 0 || options.Providers.Contains(integration.Provider, StringComparer.Ordinal));
}
