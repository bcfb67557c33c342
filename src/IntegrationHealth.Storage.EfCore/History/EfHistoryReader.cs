using IntegrationHealth.History;
using IntegrationHealth.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.History;

internal sealed class EfHistoryReader(IStoreDialect dialect) : IHistoryReader
{
    public async Task<IReadOnlyList<HistoryEntry>> GetChecksAsync(
        string integrationId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var (first, end) = (from, to);
        await using var context = dialect.CreateContext();
        return await (
            from integration in context.Integrations
            join check in context.Checks on integration.Iid equals check.Iid
            where integration.Id == integrationId && check.CheckedAt >= first && check.CheckedAt < end
            orderby check.CheckedAt descending
            select new HistoryEntry(check.CheckedAt, check.Status, check.Outcome, check.LatencyMs, check.FailureKind, check.Message))
            .Take(limit).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<HistoryBucket>> GetBucketsAsync(
        string integrationId, HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var first = BucketFolder.Ceiling(from, resolution);
        var end = BucketFolder.Ceiling(to, resolution);
        var rowLimit = resolution == HistoryResolution.Day ? limit * 24L : limit;
        await using var context = dialect.CreateContext();
        var rows = await (
            from integration in context.Integrations.AsNoTracking()
            join rollup in context.Rollups.AsNoTracking() on integration.Iid equals rollup.Iid
            where integration.Id == integrationId && rollup.Hour >= first && rollup.Hour < end
            orderby rollup.Hour
            select rollup).Take((int)Math.Min(int.MaxValue, rowLimit)).ToListAsync(cancellationToken);

        // Days with missing hours need fewer rows than were asked for, so there may be a bucket too many, its last one cut short.
        var buckets = BucketFolder.Fold(rows, resolution);
        return buckets.Count > limit ? buckets[..limit] : buckets;
    }

    public async Task<IReadOnlyDictionary<string, Uptime>> GetUptimeAsync(
        IReadOnlyCollection<string> integrationIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A window counts the hours that began within it.
        var (day, week, month) = (now.AddDays(-1), now.AddDays(-7), now.AddDays(-30));
        await using var context = dialect.CreateContext();
        var sums = await (
            from integration in context.Integrations
            join rollup in context.Rollups on integration.Iid equals rollup.Iid
            where integrationIds.Contains(integration.Id) && rollup.Hour >= month && rollup.Hour <= now
            group rollup by integration.Id into hours
            select new
            {
                Id = hours.Key,
                DayUp = hours.Sum(hour => hour.Hour >= day ? hour.HealthyMs + hour.DegradedMs : 0),
                DayDown = hours.Sum(hour => hour.Hour >= day ? hour.UnhealthyMs : 0),
                WeekUp = hours.Sum(hour => hour.Hour >= week ? hour.HealthyMs + hour.DegradedMs : 0),
                WeekDown = hours.Sum(hour => hour.Hour >= week ? hour.UnhealthyMs : 0),
                MonthUp = hours.Sum(hour => hour.HealthyMs + hour.DegradedMs),
                MonthDown = hours.Sum(hour => hour.UnhealthyMs),
            }).ToListAsync(cancellationToken);
        return sums.ToDictionary(
            sum => sum.Id,
            sum => new Uptime(Share(sum.DayUp, sum.DayDown), Share(sum.WeekUp, sum.WeekDown), Share(sum.MonthUp, sum.MonthDown)),
            StringComparer.Ordinal);
    }

    private static double? Share(long up, long down) => up + down == 0 ? null : (double)up / (up + down);
}
