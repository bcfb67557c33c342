using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Reading;

internal sealed class EfHealthGroupReader(IStoreDialect dialect) : IHealthGroupReader
{
    public async Task<IReadOnlyList<HealthGroup>> GroupAsync(HealthQuery query, HealthGrouping by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = dialect.CreateContext();
        var matches = HealthFilter.Apply(context, dialect, query).AsNoTracking();
        return by switch
        {
            HealthGrouping.Provider => Sum(await matches
                .GroupBy(row => new { Key = row.Provider, row.Status })
                .Select(group => new Count { Key = group.Key.Key, Status = group.Key.Status, Rows = group.LongCount() })
                .ToListAsync(cancellationToken)),
            HealthGrouping.OwnerId => Sum(await matches
                .GroupBy(row => new { Key = row.OwnerId, row.Status })
                .Select(group => new Count { Key = group.Key.Key, Status = group.Key.Status, Rows = group.LongCount() })
                .ToListAsync(cancellationToken)),
            HealthGrouping.Tag => await ByTagAsync(context, matches, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
        };
    }

    /// <summary>
    /// Grouped by the whole list of tags, which every database can, and taken apart here: there are far fewer combinations of tags than integrations.
    /// </summary>
    private static async Task<IReadOnlyList<HealthGroup>> ByTagAsync(
        HealthDbContext context, IQueryable<HealthRow> matches, CancellationToken cancellationToken)
    {
        var combinations = await (
            from row in matches
            join integration in context.Integrations.AsNoTracking() on row.Iid equals integration.Iid
            group row by new { integration.Tags, row.Status } into same
            select new { same.Key.Tags, same.Key.Status, Rows = same.LongCount() }).ToListAsync(cancellationToken);
        return Sum(combinations.SelectMany(combination => (combination.Tags.Count == 0 ? [""] : combination.Tags.Distinct(StringComparer.Ordinal))
            .Select(tag => new Count { Key = tag, Status = combination.Status, Rows = combination.Rows })));
    }

    private static IReadOnlyList<HealthGroup> Sum(IEnumerable<Count> counts) =>
    [
        .. counts.GroupBy(count => count.Key, StringComparer.Ordinal).Select(group =>
        {
            var sum = default(StatusCounts);
            foreach (var count in group)
                sum.Add(count.Status, count.Rows);
            return new HealthGroup(group.Key, sum.Summary);
        }),
    ];

    private sealed class Count
    {
        public required string Key { get; init; }

        public IntegrationStatus Status { get; init; }

        public long Rows { get; init; }
    }
}
