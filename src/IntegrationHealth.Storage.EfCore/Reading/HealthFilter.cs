using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;

namespace IntegrationHealth.Storage.Reading;

/// <summary>The filters of a <see cref="HealthQuery"/>, all but the one on status.</summary>
internal static class HealthFilter
{
    public static IQueryable<HealthRow> Apply(HealthDbContext context, IStoreDialect dialect, HealthQuery query)
    {
        IQueryable<HealthRow> rows = context.Snapshots;
        if (query.OwnerId is { } owner)
            rows = rows.Where(row => row.OwnerId == owner);
        if (query.Providers.Count > 0)
        {
            var providers = query.Providers.ToArray();
            rows = rows.Where(row => providers.Contains(row.Provider));
        }

        if (query.FailureKind is { } kind)
            rows = rows.Where(row => row.FailureKind == kind);
        if (query.Tag is "")
            rows = rows.Where(row => context.Integrations.Any(integration => integration.Iid == row.Iid && integration.Tags.Count == 0));
        else if (query.Tag is { } tag)
            rows = rows.Where(row => context.Integrations.Any(integration => integration.Iid == row.Iid && integration.Tags.Contains(tag)));
        return string.IsNullOrEmpty(query.Search) ? rows : dialect.WhereLike(rows, LikePattern.Containing(query.Search));
    }
}
