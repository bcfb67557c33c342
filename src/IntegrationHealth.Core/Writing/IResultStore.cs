namespace IntegrationHealth.Writing;

/// <summary>Makes results durable. Part of what a storage package provides.</summary>
public interface IResultStore
{
    /// <summary>
    /// Writes a batch in one transaction: snapshots, history, rollups, incidents and alerts, all or nothing. A result whose
    /// <see cref="ResultWrite.ExpectedVersion"/> is not the stored version, whose integration is gone, or one of whose alert changes expects
    /// another version than the stored one, is refused: nothing of it is written.
    /// </summary>
    /// <param name="batch">At most one result an integration, 1–1,000 results.</param>
    /// <param name="cancellationToken">Cancels before the commit; afterwards the batch stands.</param>
    /// <returns>Ids of the refused results.</returns>
    ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken);
}
