using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;

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
        var matches = Array.FindAll(state.ListStored(), item => HealthMatch.Matches(item, query));
        var counts = new long[Enum.GetValues<IntegrationStatus>().Length];
        if (query.WithCounts)
        {
            foreach (var item in matches)
                counts[(int)item.Snapshot.Status]++;
        }

        if (query.Statuses.Count > 0)
            matches = Array.FindAll(matches, item => query.Statuses.Contains(item.Snapshot.Status));
        var order = new HealthOrder(query.Sort, query.Descending);
        var rest = query.After is null ? matches : Array.FindAll(matches, order.After(query.After));
        Array.Sort(rest, order);
        var items = rest.Length > query.Limit ? rest[..query.Limit] : rest;
        return Task.FromResult(new HealthPage(
            items, rest.Length > items.Length ? order.PositionOf(items[^1]) : null, query.WithCounts ? matches.Length : 0, Summarize(counts)));
    }

    private static HealthSummary Summarize(long[] counts) => new(
        Healthy: counts[(int)IntegrationStatus.Healthy],
        Degraded: counts[(int)IntegrationStatus.Degraded],
        Unhealthy: counts[(int)IntegrationStatus.Unhealthy],
        Unknown: counts[(int)IntegrationStatus.Unknown],
        Paused: counts[(int)IntegrationStatus.Paused]);
}
