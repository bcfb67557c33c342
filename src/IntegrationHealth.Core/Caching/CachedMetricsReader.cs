using IntegrationHealth.Reading;

namespace IntegrationHealth.Caching;

/// <summary>Numbers over all integrations, read once for all who ask.</summary>
internal sealed class CachedMetricsReader(HealthMetricsReader metrics, AggregateCache cache) : IHealthMetricsReader
{
    public async Task<HealthMetrics> GetAsync(HealthMetricsQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (value, stale) = await cache.GetAsync(
            $"metrics:{query.Range}:{query.Provider}", static value => value.Series.Count + value.ByProvider.Count,
            token => metrics.GetAsync(query, token), cancellationToken);
        return stale ? value with { Stale = true } : value;
    }
}
