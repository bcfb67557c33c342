using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

internal sealed class PostgreSqlDialect(PostgreSqlConnections connections) : IStoreDialect
{
    private readonly PooledDbContextFactory<PostgreSqlHealthDbContext> _contexts =
        new(PostgreSqlHealthDbContext.CreateOptions(connections.Source, connections.Settings.Names), IStoreDialect.PooledContexts);

    private readonly string _alertsLike = AlertsLikeSql(new PostgreSqlTables(connections.Settings.Names).Alerts);

    public HealthDbContext CreateContext() => _contexts.CreateDbContext();

    /// <summary>Under the collation "C", lower() changes A–Z and nothing else, as the contract wants it.</summary>
    public IQueryable<HealthRow> WhereLike(IQueryable<HealthRow> rows, string pattern)
    {
        var folded = NameOrder.Fold(pattern);
        return rows.Where(row => EF.Functions.Like(row.Id.ToLower(), folded, @"\") || EF.Functions.Like(row.NameKey, folded, @"\"));
    }

    public IQueryable<AlertRow> AlertsLike(HealthDbContext context, string pattern) => context.Alerts.FromSqlRaw(_alertsLike, NameOrder.Fold(pattern));

    /// <summary>
    /// The name of an alert that a host of an earlier version wrote stands in its document alone. Only what is certainly a string in JSON is taken for a name: a cast of a document that is none would fail the whole query, and not
    /// every server of this library has a function that asks before.
    /// </summary>
    private static string AlertsLikeSql(string alerts) => $$$"""
        select * from {{{alerts}}}
        where lower(message collate "C") like {0} escape '\' or lower(provider collate "C") like {0} escape '\'
            or lower(integration_id collate "C") like {0} escape '\' or lower(rule_id collate "C") like {0} escape '\'
            or lower(rule_name collate "C") like {0} escape '\'
            or lower(coalesce(name, (('"' || substring(document from '"name":"((?:[^"\\]|\\(?:["\\/bfnrt]|u(?!0000|[dD][89a-fA-F])[0-9a-fA-F]{{4}}|u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}}))*)"') || '"')::json #>> '{{}}')) collate "C") like {0} escape '\'
        """;
}
