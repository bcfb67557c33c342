namespace IntegrationHealth.History;

/// <summary>Lets go of what is old. Part of what a storage package provides.</summary>
public interface IHistoryPruner
{
    /// <summary>
    /// Removes checks before <paramref name="checksBefore"/> and hourly rollups and closed incidents before
    /// <paramref name="rollupsBefore"/>, in steps small enough that writers do not wait.
    /// </summary>
    /// <returns>Rows removed.</returns>
    Task<long> PruneAsync(DateTimeOffset checksBefore, DateTimeOffset rollupsBefore, CancellationToken cancellationToken);
}
