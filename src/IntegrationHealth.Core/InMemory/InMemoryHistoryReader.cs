using IntegrationHealth.History;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryHistoryReader(InMemoryState state) : IHistoryReader
{
    public Task<IReadOnlyList<HistoryEntry>> GetChecksAsync(
        string integrationId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(
            state.Read<IReadOnlyList<HistoryEntry>>(integrationId, [], entry => entry.History?.List(from, to, limit) ?? []));
    }

    public Task<IReadOnlyList<HistoryBucket>> GetBucketsAsync(
        string integrationId, HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(
            state.Read<IReadOnlyList<HistoryBucket>>(integrationId, [], entry => Fold(entry.Rollups ?? [], resolution, from, to, limit)));
    }

    public Task<IReadOnlyDictionary<string, Uptime>> GetUptimeAsync(
        IReadOnlyCollection<string> integrationIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrationIds);
        cancellationToken.ThrowIfCancellationRequested();
        var uptimes = new Dictionary<string, Uptime>(StringComparer.Ordinal);
        foreach (var id in integrationIds)
        {
            if (state.Read(id, null, entry => UptimeOf(entry.Rollups ?? [], now)) is { } uptime)
                uptimes[id] = uptime;
        }

        return Task.FromResult<IReadOnlyDictionary<string, Uptime>>(uptimes);
    }

    private static List<HistoryBucket> Fold(
        List<HourRollup> rollups, HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var buckets = new List<HistoryBucket>();
        foreach (var rollup in rollups)
        {
            var start = resolution == HistoryResolution.Day ? new DateTimeOffset(rollup.Hour.UtcDateTime.Date, TimeSpan.Zero) : rollup.Hour;
            if (start < from || start >= to)
                continue;

            if (buckets.Count > 0 && buckets[^1].Start == start)
                buckets[^1] = rollup.AddTo(buckets[^1], start);
            else if (buckets.Count < limit)
                buckets.Add(rollup.AddTo(null, start));
            else
                break;
        }

        return buckets;
    }

    private static Uptime? UptimeOf(List<HourRollup> rollups, DateTimeOffset now)
    {
        var (day, week, month) = (ShareSince(rollups, now, 1), ShareSince(rollups, now, 7), ShareSince(rollups, now, 30));
        return rollups.Exists(rollup => Within(rollup, now, 30)) ? new Uptime(day, week, month) : null;
    }

    private static double? ShareSince(List<HourRollup> rollups, DateTimeOffset now, int days)
    {
        long up = 0, down = 0;
        for (var i = rollups.Count - 1; i >= 0; i--)
        {
            if (!Within(rollups[i], now, days))
                continue;

            up += rollups[i].HealthyMs + rollups[i].DegradedMs;
            down += rollups[i].UnhealthyMs;
        }

        return Uptime.Share(up, down);
    }

    /// <summary>A window counts the hours that began within it.</summary>
    private static bool Within(HourRollup rollup, DateTimeOffset now, int days) => rollup.Hour >= now.AddDays(-days) && rollup.Hour <= now;
}
