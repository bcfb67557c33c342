using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

internal sealed class PostgreSqlDialect(PostgreSqlConnections connections) : IStoreDialect
{
    private readonly DbContextOptions<PostgreSqlHealthDbContext> _options =
        PostgreSqlHealthDbContext.CreateOptions(connections.Source, connections.Settings.Names);

    public HealthDbContext CreateContext() => new PostgreSqlHealthDbContext(_options, connections.Settings.Names);

    /// <summary>Under the collation "C", lower() changes A–Z and nothing else, as the contract wants it.</summary>
    public IQueryable<HealthRow> WhereLike(IQueryable<HealthRow> rows, string pattern)
    {
        var folded = NameOrder.Fold(pattern);
        return rows.Where(row => EF.Functions.Like(row.Id.ToLower(), folded, @"\") || EF.Functions.Like(row.NameKey, folded, @"\"));
    }
}
