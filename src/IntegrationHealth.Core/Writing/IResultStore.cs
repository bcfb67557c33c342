using System.Data.Common;

namespace IntegrationHealth.Writing;

/// <summary>Makes results durable. Part of what a storage package provides.</summary>
public interface IResultStore
{
    /// <summary>
    /// Whether another host may write to it. Where none may and the due queue is this host's own, what it committed last is what the storage holds, and the health of one
    /// integration is told without asking. Default: true.
    /// </summary>
    bool IsShared => true;

    /// <summary>
    /// Writes a batch in one transaction: snapshots, history, rollups, incidents and alerts, all or nothing. A result whose
    /// <see cref="ResultWrite.ExpectedVersion"/> is not the stored version, whose integration is gone, or one of whose alert changes expects
    /// another version than the stored one, is refused: nothing of it is written.
    /// </summary>
    /// <param name="batch">At most one result an integration, 1–1,000 results.</param>
    /// <param name="cancellationToken">Cancels before the commit; afterwards the batch stands.</param>
    /// <returns>Ids of the refused results.</returns>
    ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a failure of <see cref="WriteAsync"/> says that storage as a whole is away, locked or full. Then no single result is to blame: the same batch
    /// is tried again until it is stored. Otherwise the writer looks for the results at fault and sets them aside. Default: <see cref="DbException.IsTransient"/>.
    /// </summary>
    /// <param name="exception">What <see cref="WriteAsync"/> threw.</param>
    /// <returns>True when no result is to blame.</returns>
    bool IsUnavailable(Exception exception) => exception is DbException { IsTransient: true };
}
