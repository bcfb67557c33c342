using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Sqlite.Connections;

internal sealed class SqliteDialect(SqliteSettings settings) : IStoreDialect
{
    private readonly DbContextOptions<SqliteHealthDbContext> _options =
        SqliteHealthDbContext.CreateOptions(settings.ReaderConnectionString, settings.Tables);

    private readonly string _alertsLike = $$"""
        select * from {{settings.Tables.Alerts}}
        where message like {0} escape '\' or provider like {0} escape '\' or integration_id like {0} escape '\'
            or rule_id like {0} escape '\' or rule_name like {0} escape '\'
            or case when json_valid(document) then json_extract(document, '$.name') end like {0} escape '\'
        """;

    public HealthDbContext CreateContext() => new SqliteHealthDbContext(_options, settings.Tables);

    /// <summary>SQLite's LIKE ignores the case of A–Z, and of nothing else, as the contract wants it.</summary>
    public IQueryable<HealthRow> WhereLike(IQueryable<HealthRow> rows, string pattern) =>
        rows.Where(row => EF.Functions.Like(row.Id, pattern, @"\") || EF.Functions.Like(row.NameKey, pattern, @"\"));

    public IQueryable<AlertRow> AlertsLike(HealthDbContext context, string pattern) => context.Alerts.FromSqlRaw(_alertsLike, pattern);
}
