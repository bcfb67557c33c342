using IntegrationHealth.Storage.Model;

namespace IntegrationHealth.Storage.Dialects;

/// <summary>What reading needs that databases do differently. Everything else is the shared model's.</summary>
internal interface IStoreDialect
{
    /// <summary>A context for one read; the caller disposes it.</summary>
    HealthDbContext CreateContext();

    /// <summary>
    /// Only rows whose id or name is like <paramref name="pattern"/>, ignoring the case of A–Z. The pattern escapes with a backslash.
    /// </summary>
    IQueryable<HealthRow> WhereLike(IQueryable<HealthRow> rows, string pattern);
}
