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

    /// <summary>
    /// What an owner's page asks for again and again. Compiled once, it is neither looked up by its expression nor written as SQL for each read. A field of the
    /// instance, as a compiled query is bound to one model.
    /// </summary>
    private readonly Func<HealthDbContext, string, CancellationToken, Task<Row?>> _find = EF.CompileAsyncQuery((HealthDbContext context, string id, CancellationToken _) => (
        from integration in context.Integrations.AsNoTracking()
        join health in context.Snapshots.AsNoTracking() on integration.Iid equals health.Iid
        where integration.Id == id
        select new Row(integration, health)).FirstOrDefault());

    public async Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        await using var context = dialect.CreateContext();
        if (ids.Count == 1)
            return await _find(context, ids.First(), cancellationToken) is { } row ? [row.ToStored()] : [];

        var found = new List<StoredIntegration>(ids.Count);
        foreach (var chunk in ids.Chunk(IdsPerQuery))
        {
            var rows = await (
                from integration in context.Integrations.AsNoTracking()
                join health in context.Snapshots.AsNoTracking() on integration.Iid equals health.Iid
                where chunk.Contains(integration.Id)
                select new Row(integration, health)).ToListAsync(cancellationToken);
            found.AddRange(rows.Select(row => row.ToStored()));
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

    private static HealthSummary Summarize(Dictionary<IntegrationStatus, long> counts)
    {
        var sum = default(StatusCounts);
        foreach (var (status, count) in counts)
            sum.Add(status, count);
        return sum.Summary;
    }

    private sealed record Row(IntegrationRow Integration, HealthRow Health)
    {
        public StoredIntegration ToStored() => new(Integration.ToIntegration(), Health.ToSnapshot());
    }
}
