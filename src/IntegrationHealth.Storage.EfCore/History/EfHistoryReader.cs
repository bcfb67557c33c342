using IntegrationHealth.History;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.History;

/// <summary>
/// Days before the mark of <see cref="ProgressRow"/> are read as they were folded, later ones from their hours, so that nothing is missing
/// and nothing counts twice.
/// </summary>
internal sealed class EfHistoryReader(IStoreDialect dialect) : IHistoryReader
{
    public async Task<IReadOnlyList<HistoryEntry>> GetChecksAsync(
        string integrationId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var (first, end) = (from.ToUniversalTime(), to.ToUniversalTime());
        await using var context = dialect.CreateContext();
        if (await FindKeyAsync(context, integrationId, cancellationToken) is not { } key)
            return [];

        return await dialect.NewestOf(context, key, first, end, limit)
            .Where(check => check.Iid == key && check.CheckedAt >= first && check.CheckedAt < end)
            .OrderByDescending(check => check.CheckedAt)
            .Select(check => new HistoryEntry(
                check.CheckedAt, check.Status, check.Outcome, check.LatencyMs, check.FailureKind, check.Message))
            .Take(limit).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<HistoryEntry>>> GetChecksAsync(
        IReadOnlyCollection<string> integrationIds, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrationIds);
        var (first, end) = (from.ToUniversalTime(), to.ToUniversalTime());
        await using var context = dialect.CreateContext();
        // The limit holds for each integration: the database numbers the checks of each. The keys stand inside as well, or it would number
        // those of all integrations first.
        var keys = await context.Integrations.Where(integration => integrationIds.Contains(integration.Id))
            .Select(integration => integration.Iid).ToListAsync(cancellationToken);
        var checks = dialect.ChecksOf(context, keys, first, end);
        var rows = await context.Integrations
            .Where(integration => keys.Contains(integration.Iid))
            .SelectMany(
                integration => checks
                    .Where(check => check.Iid == integration.Iid && keys.Contains(check.Iid) && check.CheckedAt >= first && check.CheckedAt < end)
                    .OrderByDescending(check => check.CheckedAt).Take(limit),
                (integration, check) => new
                {
                    integration.Id,
                    check.CheckedAt,
                    check.Status,
                    check.Outcome,
                    check.LatencyMs,
                    check.FailureKind,
                    check.Message,
                })
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.Id, StringComparer.Ordinal).ToDictionary(
            checks => checks.Key,
            IReadOnlyList<HistoryEntry> (checks) =>
            [
                .. checks.OrderByDescending(check => check.CheckedAt).Select(check => new HistoryEntry(
                    check.CheckedAt, check.Status, check.Outcome, check.LatencyMs, check.FailureKind, check.Message)),
            ],
            StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<HistoryBucket>> GetBucketsAsync(
        string integrationId, HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var first = Periods.Ceiling(from, resolution);
        var end = Periods.Ceiling(to, resolution);
        await using var context = dialect.CreateContext();
        if (await FindKeyAsync(context, integrationId, cancellationToken) is not { } key)
            return [];

        var sums = new SortedDictionary<DateTimeOffset, BucketSum>();
        var (monthsEnd, daysEnd) = await MarksAsync(context, resolution, cancellationToken);
        var reader = new PeriodReader(context, dialect, key, first, end, limit);
        if (resolution == HistoryResolution.Month)
        {
            foreach (var row in await reader.MonthsAsync(monthsEnd, cancellationToken))
                SumOf(sums, row.Start).Add(row);
        }

        if (resolution != HistoryResolution.Hour && sums.Count < limit)
        {
            foreach (var row in await reader.DaysAsync(monthsEnd, daysEnd, resolution, cancellationToken))
                SumOf(sums, Periods.StartOf(row.Start, resolution)).Add(row);
        }

        if (sums.Count < limit)
        {
            foreach (var row in await reader.HoursAsync(daysEnd, resolution, cancellationToken))
                SumOf(sums, Periods.StartOf(row.Hour, resolution)).Add(row);
        }

        return [.. sums.Take(limit).Select(pair => pair.Value.ToBucket(pair.Key))];
    }

    public async Task<IReadOnlyDictionary<string, Uptime>> GetUptimeAsync(
        IReadOnlyCollection<string> integrationIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var windows = new UptimeWindows(now, await context.FoldedUntilAsync(cancellationToken));
        var ids = await context.Integrations
            .Where(integration => integrationIds.Contains(integration.Id))
            .Select(integration => new { integration.Iid, integration.Id })
            .ToDictionaryAsync(integration => integration.Iid, integration => integration.Id, cancellationToken);
        var sums = await windows.ReadAsync(context, dialect, [.. ids.Keys], cancellationToken);
        return sums.ToDictionary(sum => ids[sum.Key], sum => sum.Value.ToUptime(), StringComparer.Ordinal);
    }

    /// <summary>From where on months, and days, are not folded yet.</summary>
    private static async Task<(DateTimeOffset Months, DateTimeOffset Days)> MarksAsync(
        HealthDbContext context, HistoryResolution resolution, CancellationToken cancellationToken)
    {
        if (resolution == HistoryResolution.Hour)
            return (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        var folded = await context.FoldedUntilAsync(cancellationToken);
        return (resolution == HistoryResolution.Month ? Periods.MonthOf(folded) : DateTimeOffset.MinValue, folded);
    }

    private static async Task<long?> FindKeyAsync(HealthDbContext context, string id, CancellationToken cancellationToken) =>
        await context.Integrations.Where(integration => integration.Id == id)
            .Select(integration => (long?)integration.Iid).FirstOrDefaultAsync(cancellationToken);

    private static BucketSum SumOf(SortedDictionary<DateTimeOffset, BucketSum> sums, DateTimeOffset start)
    {
        if (!sums.TryGetValue(start, out var sum))
            sums.Add(start, sum = new BucketSum());
        return sum;
    }
}
