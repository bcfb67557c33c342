using System.Runtime.CompilerServices;
using IntegrationHealth.Catalog;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Catalog;

/// <summary>Reads the whole catalog in pages, so that no read stays open while the reader of the stream works.</summary>
internal sealed class StoredIntegrationPages(IStoreDialect dialect)
{
    private const int PageSize = 1_000;

    public async IAsyncEnumerable<StoredIntegration> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long last = 0;
        while (true)
        {
            var page = await ReadPageAsync(last, cancellationToken);
            foreach (var (integration, health) in page)
                yield return new StoredIntegration(integration.ToIntegration(), health.ToSnapshot());
            if (page.Count < PageSize)
                yield break;

            last = page[^1].Integration.Iid;
        }
    }

    private async Task<List<(IntegrationRow Integration, HealthRow Health)>> ReadPageAsync(long after, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var rows = await (
            from integration in context.Integrations.AsNoTracking()
            join health in context.Snapshots.AsNoTracking() on integration.Iid equals health.Iid
            where integration.Iid > after
            orderby integration.Iid
            select new { integration, health }).Take(PageSize).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.integration, row.health));
    }
}
