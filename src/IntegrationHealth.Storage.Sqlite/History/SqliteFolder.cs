using IntegrationHealth.History;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.History;

/// <summary>Folds closed hours into days and months, some integrations a transaction: whoever waits to write comes between.</summary>
internal sealed class SqliteFolder(SqliteWriter writer)
{
    private const int KeysPerStep = 500;

    private readonly RollupSql _sql = new(writer.Settings.Tables, " + 86400000", new TimeFirstSql(writer.Settings.Tables).JoinHours);
    private readonly string _mark = $"select at from {writer.Settings.Tables.Progress} where name = ?";
    private readonly string _days = $"select distinct hour - hour % 86400000 from {writer.Settings.Tables.Hours} where hour < ? order by 1";
    private readonly string _lastKey = $"select max(iid) from {writer.Settings.Tables.Integrations}";

    /// <returns>The first day that is not folded.</returns>
    public async Task<DateTimeOffset> FoldAsync(HistoryBounds bounds, CancellationToken cancellationToken)
    {
        var open = FoldPlan.FirstOpenDay(bounds.Now);
        var (days, lastKey) = await writer.WriteAsync(open, (session, until) => (DaysToFold(session, until), LastKey(session)), cancellationToken);
        foreach (var day in days)
            await FoldAsync(_sql.FoldDay, day, day.AddDays(1), lastKey, cancellationToken);
        foreach (var month in FoldPlan.MonthsOf(days, open))
            await FoldAsync(_sql.FoldMonth, month, month.AddMonths(1), lastKey, cancellationToken);
        await writer.WriteAsync(bounds, (session, kept) => FoldLate(session, kept, open), cancellationToken);
        return open;
    }

    private async Task FoldAsync(string sql, DateTimeOffset from, DateTimeOffset to, long lastKey, CancellationToken cancellationToken)
    {
        for (long key = 0; key < lastKey; key += KeysPerStep)
        {
            await writer.WriteAsync(key, (session, after) =>
                session.Prepare(sql).Bind(from).Bind(to).Bind(after).Bind(after + KeysPerStep).Execute(), cancellationToken);
            await Task.Yield();
        }
    }

    private int FoldLate(SqliteSession session, HistoryBounds bounds, DateTimeOffset open)
    {
        session.Prepare(_sql.FoldLateDays).Bind(Periods.Ceiling(bounds.Hours, HistoryResolution.Day)).Bind(open).Execute();
        session.Prepare(_sql.FoldLateMonths)
            .Bind(Periods.Ceiling(bounds.Days, HistoryResolution.Month)).Bind(Periods.MonthOf(open)).Execute();
        session.Prepare(_sql.ForgetLateDays).Bind(open).Execute();
        return session.Prepare(_sql.SetProgress).Bind(ProgressRow.DaysFolded).Bind(open).Execute();
    }

    /// <summary>
    /// Without a mark, all closed days that have hours. A mark in the future was set while the clock was wrong: there is nothing to fold, and
    /// setting it anew has later days read from their hours again.
    /// </summary>
    private IReadOnlyList<DateTimeOffset> DaysToFold(SqliteSession session, DateTimeOffset open) =>
        session.Prepare(_mark).Bind(ProgressRow.DaysFolded).ReadOne() is { } mark
            ? FoldPlan.DaysBetween(DateTimeOffset.FromUnixTimeMilliseconds(mark), open)
            : [.. session.Prepare(_days).Bind(open).ReadAll().Select(DateTimeOffset.FromUnixTimeMilliseconds)];

    private long LastKey(SqliteSession session) => session.Prepare(_lastKey).ReadOne() ?? 0;
}
