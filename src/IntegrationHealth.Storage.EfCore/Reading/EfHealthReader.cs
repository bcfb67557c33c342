using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Reading;

internal sealed class EfHealthReader(IStoreDialect dialect) : IHealthReader
{
    private const int IdsPerQuery = 500;

    public async Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var found = new List<StoredIntegration>(ids.Count);
        await using var context = dialect.CreateContext();
        foreach (var chunk in ids.Chunk(IdsPerQuery))
        {
            var rows = await (
                from integration in context.Integrations.AsNoTracking()
                join health in context.Snapshots.AsNoTracking() on integration.Iid equals health.Iid
                where chunk.Contains(integration.Id)
                select new { integration, health }).ToListAsync(cancellationToken);
            found.AddRange(rows.Select(row => new StoredIntegration(row.integration.ToIntegration(), row.health.ToSnapshot())));
        }

        return found;
    }

    public async Task<HealthPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = dialect.CreateContext();
        var matches = HealthFilter.Apply(context, dialect, query);
        var counts = !query.WithCounts ? [] : await matches
            .GroupBy(row => row.Status)
            .Select(group => new { group.Key, Count = group.LongCount() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);

        var statuses = query.Statuses.Distinct().ToArray();
        var rows = statuses.Length == 0 ? matches : matches.Where(row => statuses.Contains(row.Status));
        if (query.After is { } after)
            rows = HealthKeyset.After(rows, after, query.Sort, query.Descending);

        // Ordered and cut first, joined after: the definition of one page is looked up, not that of every match.
        var page = await HealthKeyset.Order(rows, query.Sort, query.Descending)
            .Take(query.Limit + 1).AsNoTracking().ToListAsync(cancellationToken);
        var items = page.Count > query.Limit ? page[..query.Limit] : page;
        return new HealthPage(
            await WithDefinitionsAsync(context, items, cancellationToken),
            page.Count > items.Count ? HealthKeyset.PositionOf(items[^1], query.Sort) : null,
            statuses.Length == 0 ? counts.Values.Sum() : statuses.Sum(status => counts.GetValueOrDefault(status)),
            Summarize(counts));
    }

    private static async Task<IReadOnlyList<StoredIntegration>> WithDefinitionsAsync(
        HealthDbContext context, List<HealthRow> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return [];

        var keys = items.ConvertAll(row => row.Iid);
        var definitions = await context.Integrations.AsNoTracking()
            .Where(integration => keys.Contains(integration.Iid))
            .ToDictionaryAsync(integration => integration.Iid, cancellationToken);

        // One that was removed between the two reads is left out.
        return [.. items.Where(row => definitions.ContainsKey(row.Iid))
            .Select(row => new StoredIntegration(definitions[row.Iid].ToIntegration(), row.ToSnapshot()))];
    }

    private static HealthSummary Summarize(Dictionary<IntegrationStatus, long> counts) => new(
        Healthy: counts.GetValueOrDefault(IntegrationStatus.Healthy),
        Degraded: counts.GetValueOrDefault(IntegrationStatus.Degraded),
        Unhealthy: counts.GetValueOrDefault(IntegrationStatus.Unhealthy),
        Unknown: counts.GetValueOrDefault(IntegrationStatus.Unknown),
        Paused: counts.GetValueOrDefault(IntegrationStatus.Paused));
}
