using IntegrationHealth.History;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryHistoryMaintenance(InMemoryState state) : IHistoryMaintenance
{
    public Task<long> RunAsync(HistoryBounds bounds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        long removed = 0;
        foreach (var stored in state.ListStored())
        {
            cancellationToken.ThrowIfCancellationRequested();
            removed += state.Read(stored.Integration.Id, 0, entry => Maintain(entry, bounds));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(removed + PruneProviders(bounds));
    }

    private static int Maintain(InMemoryEntry entry, HistoryBounds bounds) =>
        (entry.History?.RemoveBefore(bounds.Checks) ?? 0)
        + (entry.Rollups?.Maintain(bounds) ?? 0)
        + (entry.Incidents?.RemoveAll(incident => incident.EndedAt < bounds.Hours) ?? 0);

    private int PruneProviders(HistoryBounds bounds)
    {
        lock (state.Gate)
        {
            var old = state.ProviderRollups.Keys
                .Where(key => key.Start < (key.Width == ProviderBucketWidth.Minute ? bounds.ProviderMinutes : bounds.Hours)).ToList();
            old.ForEach(key => state.ProviderRollups.Remove(key));
            return old.Count;
        }
    }
}
