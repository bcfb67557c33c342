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

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<HistoryEntry>>> GetChecksAsync(
        IReadOnlyCollection<string> integrationIds, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrationIds);
        var found = new Dictionary<string, IReadOnlyList<HistoryEntry>>(StringComparer.Ordinal);
        foreach (var id in integrationIds)
        {
            if (await GetChecksAsync(id, from, to, limit, cancellationToken) is { Count: > 0 } checks)
                found[id] = checks;
        }

        return found;
    }

    public Task<IReadOnlyList<HistoryBucket>> GetBucketsAsync(
        string integrationId, HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(
            state.Read<IReadOnlyList<HistoryBucket>>(integrationId, [], entry => entry.Rollups?.Fold(resolution, from, to, limit) ?? []));
    }

    public Task<IReadOnlyDictionary<string, Uptime>> GetUptimeAsync(
        IReadOnlyCollection<string> integrationIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrationIds);
        cancellationToken.ThrowIfCancellationRequested();
        var uptimes = new Dictionary<string, Uptime>(StringComparer.Ordinal);
        foreach (var id in integrationIds)
        {
            if (state.Read(id, null, entry => UptimeOf(entry.Rollups, now)) is { } uptime)
                uptimes[id] = uptime;
        }

        return Task.FromResult<IReadOnlyDictionary<string, Uptime>>(uptimes);
    }

    private static Uptime? UptimeOf(RollupSeries? rollups, DateTimeOffset now)
    {
        if (rollups is null)
            return null;

        var tally = new UptimeTally(now);
        foreach (var cell in rollups.Days)
            tally.Add(cell.Start, cell.HealthyMs + cell.DegradedMs, cell.UnhealthyMs);
        foreach (var cell in rollups.Hours)
            tally.Add(cell.Start, cell.HealthyMs + cell.DegradedMs, cell.UnhealthyMs);
        return tally.ToUptime();
    }
}
