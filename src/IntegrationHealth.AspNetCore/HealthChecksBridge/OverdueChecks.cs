using IntegrationHealth.Catalog;
using IntegrationHealth.Status;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>
/// Finds out whether any status is stale. Anybody may ask for a health report, so storage is asked only for those that look stale from
/// memory. What another host checked meanwhile is taken over, so that it is not read again for the next report.
/// </summary>
internal sealed class OverdueChecks(IntegrationCatalog catalog, IntegrationRegistry registry, TimeProvider time)
{
    private const int AskedAtOnce = 200;

    /// <summary>True when at least one integration that <paramref name="options"/> name is stale.</summary>
    public async Task<bool> AnyAsync(IntegrationsHealthCheckOptions options, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var suspects = registry.All.Where(monitored => IsNamed(monitored.Integration, options) && IsStale(monitored)).Select(monitored => monitored.Integration.Id);
        foreach (var ids in suspects.Chunk(AskedAtOnce))
        {
            await catalog.RefreshAsync(ids, cancellationToken);
            if (ids.Any(id => registry.TryGet(id, out var monitored) && IsStale(monitored)))
                return true;
        }

        return false;

        bool IsStale(MonitoredIntegration monitored) => Freshness.IsStale(monitored.Snapshot, monitored.Policy.Interval, now);
    }

    private static bool IsNamed(Integration integration, IntegrationsHealthCheckOptions options) =>
        (options.Tag is not { } tag || integration.Tags.Contains(tag, StringComparer.Ordinal))
        && (options.Providers.Count == 0 || options.Providers.Contains(integration.Provider, StringComparer.Ordinal));
}
