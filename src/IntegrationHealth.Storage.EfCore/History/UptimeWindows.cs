using IntegrationHealth.History;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.History;

/// <summary>
/// Four windows that end now, each of folded days and of the hours at its two ends. 90 days of one integration are about 190 rows this
/// way, in place of 2,160.
/// </summary>
internal sealed class UptimeWindows(DateTimeOffset now, DateTimeOffset folded)
{
    public async Task<Dictionary<long, Sums>> ReadAsync(HealthDbContext context, IStoreDialect dialect, long[] keys, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<long, Sums>();
        foreach (var sum in await DaysAsync(context, keys, cancellationToken))
            sums[sum.Iid] = sum;
        foreach (var sum in await HoursAsync(context, dialect, keys, cancellationToken))
            sums[sum.Iid] = sums.TryGetValue(sum.Iid, out var days) ? days.Plus(sum) : sum;
        return sums;
    }

    private Task<List<Sums>> DaysAsync(HealthDbContext context, long[] keys, CancellationToken cancellationToken)
    {
        var (day, week, month, quarter) = (FirstDay(1), FirstDay(7), FirstDay(30), FirstDay(90));
        var end = folded;
        return context.Days
            .Where(row => keys.Contains(row.Iid) && row.Start >= quarter && row.Start < end)
            .GroupBy(row => row.Iid)
            .Select(rows => new Sums
            {
                Iid = rows.Key,
                DayUp = rows.Sum(row => row.Start >= day ? row.HealthyMs + row.DegradedMs : 0),
                DayDown = rows.Sum(row => row.Start >= day ? row.UnhealthyMs : 0),
                WeekUp = rows.Sum(row => row.Start >= week ? row.HealthyMs + row.DegradedMs : 0),
                WeekDown = rows.Sum(row => row.Start >= week ? row.UnhealthyMs : 0),
                MonthUp = rows.Sum(row => row.Start >= month ? row.HealthyMs + row.DegradedMs : 0),
                MonthDown = rows.Sum(row => row.Start >= month ? row.UnhealthyMs : 0),
                QuarterUp = rows.Sum(row => row.HealthyMs + row.DegradedMs),
                QuarterDown = rows.Sum(row => row.UnhealthyMs),
            }).ToListAsync(cancellationToken);
    }

    private Task<List<Sums>> HoursAsync(HealthDbContext context, IStoreDialect dialect, long[] keys, CancellationToken cancellationToken)
    {
        // The hours before the first whole day of a window, and those after the last folded day.
        var (day, week, month, quarter) = (First(1), First(7), First(30), First(90));
        var (dayEnd, weekEnd, monthEnd, quarterEnd) = (FirstDay(1), FirstDay(7), FirstDay(30), FirstDay(90));
        var (open, end) = (folded, now.ToUniversalTime());
        return dialect
            .HoursOf(context, keys, (quarter, quarterEnd), (month, monthEnd), (week, weekEnd), (day, dayEnd), (open > quarter ? open : quarter, end.AddHours(1)))
            .Where(row => keys.Contains(row.Iid) && row.Hour <= end && row.Hour >= quarter
                && (row.Hour >= open || (row.Hour >= day && row.Hour < dayEnd) || (row.Hour >= week && row.Hour < weekEnd)
                    || (row.Hour >= month && row.Hour < monthEnd) || row.Hour < quarterEnd))
            .GroupBy(row => row.Iid)
            .Select(rows => new Sums
            {
                Iid = rows.Key,
                DayUp = rows.Sum(row => row.Hour >= day && (row.Hour >= open || row.Hour < dayEnd) ? row.HealthyMs + row.DegradedMs : 0),
                DayDown = rows.Sum(row => row.Hour >= day && (row.Hour >= open || row.Hour < dayEnd) ? row.UnhealthyMs : 0),
                WeekUp = rows.Sum(row => row.Hour >= week && (row.Hour >= open || row.Hour < weekEnd) ? row.HealthyMs + row.DegradedMs : 0),
                WeekDown = rows.Sum(row => row.Hour >= week && (row.Hour >= open || row.Hour < weekEnd) ? row.UnhealthyMs : 0),
                MonthUp = rows.Sum(row => row.Hour >= month && (row.Hour >= open || row.Hour < monthEnd) ? row.HealthyMs + row.DegradedMs : 0),
                MonthDown = rows.Sum(row => row.Hour >= month && (row.Hour >= open || row.Hour < monthEnd) ? row.UnhealthyMs : 0),
                QuarterUp = rows.Sum(row => row.Hour >= open || row.Hour < quarterEnd ? row.HealthyMs + row.DegradedMs : 0),
                QuarterDown = rows.Sum(row => row.Hour >= open || row.Hour < quarterEnd ? row.UnhealthyMs : 0),
            }).ToListAsync(cancellationToken);
    }

    private DateTimeOffset First(int days) => now.AddDays(-days).ToUniversalTime();

    /// <summary>The first whole day of a window.</summary>
    private DateTimeOffset FirstDay(int days) => Periods.Ceiling(First(days), HistoryResolution.Day);

    /// <summary>Known time in the four windows, in milliseconds.</summary>
    internal sealed class Sums
    {
        public long Iid { get; init; }

        public long DayUp { get; init; }

        public long DayDown { get; init; }

        public long WeekUp { get; init; }

        public long WeekDown { get; init; }

        public long MonthUp { get; init; }

        public long MonthDown { get; init; }

        public long QuarterUp { get; init; }

        public long QuarterDown { get; init; }

        public Sums Plus(Sums other) => new()
        {
            Iid = Iid,
            DayUp = DayUp + other.DayUp,
            DayDown = DayDown + other.DayDown,
            WeekUp = WeekUp + other.WeekUp,
            WeekDown = WeekDown + other.WeekDown,
            MonthUp = MonthUp + other.MonthUp,
            MonthDown = MonthDown + other.MonthDown,
            QuarterUp = QuarterUp + other.QuarterUp,
            QuarterDown = QuarterDown + other.QuarterDown,
        };

        public Uptime ToUptime() => new(
            Uptime.Share(DayUp, DayDown), Uptime.Share(WeekUp, WeekDown), Uptime.Share(MonthUp, MonthDown), Uptime.Share(QuarterUp, QuarterDown));
    }
}
