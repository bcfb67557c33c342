using System.Runtime.CompilerServices;
using IntegrationHealth.Catalog;
using IntegrationHealth.Status;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryIntegrationStore(InMemoryState state, TimeProvider time) : IIntegrationStore
{
#pragma warning disable CS1998 // The contract is a stream; memory has nothing to wait for.
    public async IAsyncEnumerable<StoredIntegration> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        foreach (var stored in state.ListStored())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return stored;
        }
    }

    public Task<bool> InsertAsync(Integration integration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integration);
        cancellationToken.ThrowIfCancellationRequested();
        lock (state.Gate)
        {
            return Task.FromResult(state.Entries.TryAdd(
                integration.Id, new InMemoryEntry(integration, HealthSnapshot.Initial(integration.Id, time.GetUtcNow()))));
        }
    }

    public Task UpsertAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrations);
        cancellationToken.ThrowIfCancellationRequested();
        var now = time.GetUtcNow();
        lock (state.Gate)
        {
            foreach (var integration in integrations)
            {
                if (state.Entries.TryGetValue(integration.Id, out var entry))
                    entry.Integration = integration;
                else
                    state.Entries.Add(integration.Id, new InMemoryEntry(integration, HealthSnapshot.Initial(integration.Id, now)));
            }
        }

        return Task.CompletedTask;
    }

    public Task ReplaceAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrations);
        cancellationToken.ThrowIfCancellationRequested();
        lock (state.Gate)
        {
            foreach (var integration in integrations)
                state.Entries[integration.Id] = new InMemoryEntry(integration, HealthSnapshot.Initial(integration.Id, time.GetUtcNow()));
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        cancellationToken.ThrowIfCancellationRequested();
        lock (state.Gate)
        {
            foreach (var id in ids)
                state.Entries.Remove(id);
        }

        return Task.CompletedTask;
    }
}
