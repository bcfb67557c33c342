using System.Globalization;
using IntegrationHealth.Catalog;
using IntegrationHealth.History;

namespace IntegrationHealth.Caching;

/// <summary>The uptimes of a page of integrations. A state that changed makes another page of it.</summary>
internal sealed class CachedUptimes(IHistoryReader history, AggregateCache cache)
{
    private static readonly Dictionary<string, Uptime> Nothing = [];

    /// <param name="items">1–200 integrations with the states beside which the uptimes are shown.</param>
    /// <param name="now">End of the windows.</param>
    /// <param name="stale">True when the states are those known last: storage is away and is not asked, and an uptime that is not known is left out.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async ValueTask<Answer<Dictionary<string, Uptime>>> GetAsync(
        IReadOnlyList<StoredIntegration> items, DateTimeOffset now, bool stale, CancellationToken cancellationToken)
    {
        var key = CacheKey.Of("uptime", "", items);
        if (stale)
            return new(cache.LastKnown<Dictionary<string, Uptime>>(key) ?? Nothing, Stale: true);
        // Windows count the hours that began in them.
        key = key with { Generation = string.Create(CultureInfo.InvariantCulture, $"{key.Generation}-{now.UtcTicks / TimeSpan.TicksPerHour}") };
        return await cache.GetAsync(key, static value => value.Count + 1, ReadAsync, cancellationToken);

        async Task<Dictionary<string, Uptime>> ReadAsync(CancellationToken token) =>
            new(await history.GetUptimeAsync([.. items.Select(item => item.Integration.Id)], now, token), StringComparer.Ordinal);
    }
}
