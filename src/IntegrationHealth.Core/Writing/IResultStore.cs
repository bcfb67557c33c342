namespace IntegrationHealth.Writing;

/// <summary>Makes results durable. Part of what a storage package provides.</summary>
public interface IResultStore
{
    /// <summary>
    /// Writes a batch in one transaction: snapshots, history, rollups and incidents, all or nothing. A result whose
    /// <see cref="ResultWrite.ExpectedVersion"/> is not the stored version, or whose integration is gone, is refused: nothing of it is written.
    /// </summary>
    /// <param name="batch">At most one result an integration, 1–1,000 results.</param>
    /// <param name="cancellationToken">Cancels before the commit; afterwards the batch stands.</param>
    /// <returns>Ids of the refused results.</returns>
    ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken);
}
