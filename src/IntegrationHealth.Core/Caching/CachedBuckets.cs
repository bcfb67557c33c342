using System.Globalization;
using IntegrationHealth.Catalog;
using IntegrationHealth.History;

namespace IntegrationHealth.Caching;

/// <summary>The hours and days of one integration, for its trends.</summary>
internal sealed class CachedBuckets(IHistoryReader history, IntegrationRegistry registry, AggregateCache cache)
{
    /// <summary>As <see cref="IHistoryReader.GetBucketsAsync"/>.</summary>
    public ValueTask<Answer<HistoryBucket[]>> GetAsync(
        Integration integration, HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        // One that this host has not heard of yet has no state here, and so no generation.
        if (!registry.TryGet(integration.Id, out var monitored))
            return ReadThroughAsync();
        var question = string.Create(CultureInfo.InvariantCulture,
            $"{resolution} {Periods.Ceiling(from, resolution).UtcTicks} {Periods.Ceiling(to, resolution).UtcTicks} {limit}");
        var state = monitored.Snapshot with { Version = monitored.State.NewestVersion };
        return cache.GetAsync(
            CacheKey.Of("buckets", question, new StoredIntegration(integration, state)), static value => value.Length + 1, ReadAsync, cancellationToken);

        async Task<HistoryBucket[]> ReadAsync(CancellationToken token) =>
            [.. await history.GetBucketsAsync(integration.Id, resolution, from, to, limit, token)];

        async ValueTask<Answer<HistoryBucket[]>> ReadThroughAsync() => new(await ReadAsync(cancellationToken), Stale: false);
    }
}
