using IntegrationHealth.History;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryHistoryPruner(InMemoryState state) : IHistoryPruner
{
    public Task<long> PruneAsync(DateTimeOffset checksBefore, DateTimeOffset rollupsBefore, CancellationToken cancellationToken)
    {
        long removed = 0;
        foreach (var stored in state.ListStored())
        {
            cancellationToken.ThrowIfCancellationRequested();
            removed += state.Read(stored.Integration.Id, 0, entry => Prune(entry, checksBefore, rollupsBefore));
        }

        return Task.FromResult(removed);
    }

    private static int Prune(InMemoryEntry entry, DateTimeOffset checksBefore, DateTimeOffset rollupsBefore) =>
        (entry.History?.RemoveBefore(checksBefore) ?? 0)
        + (entry.Rollups?.RemoveAll(rollup => rollup.Hour < rollupsBefore) ?? 0)
        + (entry.Incidents?.RemoveAll(incident => incident.EndedAt < rollupsBefore) ?? 0);
}
