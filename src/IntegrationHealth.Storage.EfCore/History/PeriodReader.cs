using IntegrationHealth.History;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.History;

/// <summary>Rows of one integration in <c>[first, end)</c>, oldest first, as many as <paramref name="limit"/> buckets can need.</summary>
internal sealed class PeriodReader(
    HealthDbContext context, IStoreDialect dialect, long key, DateTimeOffset first, DateTimeOffset end, int limit)
{
    public Task<List<MonthRollupRow>> MonthsAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var last = Earlier(until, end);
        return context.Months.AsNoTracking()
            .Where(row => row.Iid == key && row.Start >= first && row.Start < last)
            .OrderBy(row => row.Start).Take(limit).ToListAsync(cancellationToken);
    }

    public Task<List<DayRollupRow>> DaysAsync(
        DateTimeOffset from, DateTimeOffset until, HistoryResolution resolution, CancellationToken cancellationToken)
    {
        var (begin, last) = (Later(from, first), Earlier(until, end));
        var rows = RowsFor(resolution == HistoryResolution.Month ? 31 : 1);
        return context.Days.AsNoTracking()
            .Where(row => row.Iid == key && row.Start >= begin && row.Start < last)
            .OrderBy(row => row.Start).Take(rows).ToListAsync(cancellationToken);
    }

    public Task<List<HourRollupRow>> HoursAsync(DateTimeOffset from, HistoryResolution resolution, CancellationToken cancellationToken)
    {
        var begin = Later(from, first);
        var rows = RowsFor(resolution switch { HistoryResolution.Hour => 1, HistoryResolution.Day => 24, _ => 24 * 31 });
        return dialect.HoursOf(context, [key], (begin, end)).AsNoTracking()
            .Where(row => row.Iid == key && row.Hour >= begin && row.Hour < end)
            .OrderBy(row => row.Hour).Take(rows).ToListAsync(cancellationToken);
    }

    // Where rows are missing this reads a bucket too many, its last one cut short; the reader drops what is beyond the limit.
    private int RowsFor(int rowsOfABucket) => (int)Math.Min(int.MaxValue, (limit + 1L) * rowsOfABucket);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
