using System.Text.Json;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace IntegrationHealth.Storage.Sqlite.Connections;

internal sealed class SqliteDialect(SqliteSettings settings) : IStoreDialect
{
    private readonly PooledDbContextFactory<SqliteHealthDbContext> _contexts =
        new(SqliteHealthDbContext.CreateOptions(settings.ReaderConnectionString, settings.Tables), IStoreDialect.PooledContexts);

    private readonly string _alertsLike = $$"""
        select * from {{settings.Tables.Alerts}}
        where message like {0} escape '\' or provider like {0} escape '\' or integration_id like {0} escape '\'
            or rule_id like {0} escape '\' or rule_name like {0} escape '\'
            or case when json_valid(document) then json_extract(document, '$.name') end like {0} escape '\'
        """;

    private readonly TimeFirstSql _timeFirst = new(settings.Tables);

    public HealthDbContext CreateContext() => _contexts.CreateDbContext();

    /// <summary>SQLite's LIKE ignores the case of A–Z, and of nothing else, as the contract wants it.</summary>
    public IQueryable<HealthRow> WhereLike(IQueryable<HealthRow> rows, string pattern) =>
        rows.Where(row => EF.Functions.Like(row.Id, pattern, @"\") || EF.Functions.Like(row.NameKey, pattern, @"\"));

    public IQueryable<AlertRow> AlertsLike(HealthDbContext context, string pattern) => context.Alerts.FromSqlRaw(_alertsLike, pattern);

    public IQueryable<HistoryRow> ChecksOf(HealthDbContext context, IReadOnlyCollection<long> keys, DateTimeOffset from, DateTimeOffset to) =>
        context.History.FromSqlRaw(_timeFirst.Checks, Milliseconds(from), Milliseconds(to), JsonSerializer.Serialize(keys));

    public IQueryable<HistoryRow> NewestOf(HealthDbContext context, long key, DateTimeOffset from, DateTimeOffset to, int limit) =>
        context.History.FromSqlRaw(_timeFirst.Newest, Milliseconds(from), Milliseconds(to), key, limit);

    public IQueryable<HourRollupRow> HoursOf(HealthDbContext context, IReadOnlyCollection<long> keys, params (DateTimeOffset From, DateTimeOffset To)[] spans) =>
        context.Hours.FromSqlRaw(
            _timeFirst.Hours, JsonSerializer.Serialize(spans.Select(span => new[] { Milliseconds(span.From), Milliseconds(span.To) })), JsonSerializer.Serialize(keys));

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
