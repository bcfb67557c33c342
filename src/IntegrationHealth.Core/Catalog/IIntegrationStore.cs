using IntegrationHealth.Status;

namespace IntegrationHealth.Catalog;

/// <summary>Keeps integrations over a restart. Part of what a storage package provides.</summary>
public interface IIntegrationStore
{
    /// <summary>Every integration with its current snapshot.</summary>
    IAsyncEnumerable<StoredIntegration> ListAsync(CancellationToken cancellationToken);

    /// <summary>Inserts an integration with a snapshot of status Unknown and version 0, in one transaction.</summary>
    /// <returns>False when the id is taken, perhaps by another host a moment ago: nothing was written.</returns>
    Task<bool> InsertAsync(Integration integration, CancellationToken cancellationToken);

    /// <summary>
    /// Inserts or replaces integrations. A new one gets a snapshot of status Unknown and version 0 in the same transaction; an
    /// existing one keeps its snapshot.
    /// </summary>
    Task UpsertAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken);

    /// <summary>Removes integrations with their snapshots, history, rollups and incidents. Unknown ids are ignored.</summary>
    Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);
}

/// <summary>An integration as storage holds it.</summary>
/// <param name="Integration">The definition.</param>
/// <param name="Snapshot">Its current state.</param>
public sealed record StoredIntegration(Integration Integration, HealthSnapshot Snapshot);
