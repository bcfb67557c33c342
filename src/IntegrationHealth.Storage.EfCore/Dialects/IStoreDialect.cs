using IntegrationHealth.Storage.Model;

namespace IntegrationHealth.Storage.Dialects;

/// <summary>What reading needs that databases do differently. Everything else is the shared model's.</summary>
internal interface IStoreDialect
{
    /// <summary>Contexts kept for the next read: making one, with its services, is a quarter of a small read. More than are kept may be out at once.</summary>
    protected const int PooledContexts = 64;

    /// <summary>A context for one read; the caller disposes it, which gives it back.</summary>
    HealthDbContext CreateContext();

    /// <summary>
    /// Only rows whose id or name is like <paramref name="pattern"/>, ignoring the case of A–Z. The pattern escapes with a backslash.
    /// </summary>
    IQueryable<HealthRow> WhereLike(IQueryable<HealthRow> rows, string pattern);

    /// <summary>
    /// Alerts whose message, provider, or the id or name of whose integration or rule, is like <paramref name="pattern"/>, as
    /// <see cref="WhereLike"/> compares. The name of the integration is in the document alone; one that cannot be read has none.
    /// </summary>
    IQueryable<AlertRow> AlertsLike(HealthDbContext context, string pattern);

    /// <summary>
    /// Where to look for the checks of these integrations in <c>[from, to)</c>. It may hold others, in any order: the query says itself what it wants.
    /// </summary>
    IQueryable<HistoryRow> ChecksOf(HealthDbContext context, IReadOnlyCollection<long> keys, DateTimeOffset from, DateTimeOffset to) => context.History;

    /// <summary>As <see cref="ChecksOf"/>, for the newest <paramref name="limit"/> checks of one integration.</summary>
    IQueryable<HistoryRow> NewestOf(HealthDbContext context, long key, DateTimeOffset from, DateTimeOffset to, int limit) => context.History;

    /// <summary>As <see cref="ChecksOf"/>, for the hours that begin in one of the spans.</summary>
    IQueryable<HourRollupRow> HoursOf(HealthDbContext context, IReadOnlyCollection<long> keys, params (DateTimeOffset From, DateTimeOffset To)[] spans) =>
        context.Hours;
}
