using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryHealthReader(InMemoryState state) : IHealthReader
{
    public Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<StoredIntegration>(ids.Count);
        lock (state.Gate)
        {
            foreach (var id in ids.Distinct(StringComparer.Ordinal))
            {
                if (state.Entries.TryGetValue(id, out var entry))
                    found.Add(entry.Stored);
            }
        }

        return Task.FromResult<IReadOnlyList<StoredIntegration>>(found);
    }

    public Task<HealthPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(HealthListing.PageOf(state.ListStored(), query));
    }
}
