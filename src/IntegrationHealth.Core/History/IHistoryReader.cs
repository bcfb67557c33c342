namespace IntegrationHealth.History;

/// <summary>Looks back. Part of what a storage package provides.</summary>
public interface IHistoryReader
{
    /// <summary>Checks of one integration, newest first, with <c>from ≤ CheckedAt &lt; to</c>, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<HistoryEntry>> GetChecksAsync(
        string integrationId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Checks of many integrations at once: of each what <see cref="GetChecksAsync(string, DateTimeOffset, DateTimeOffset, int, CancellationToken)"/> would answer. Ids that are unknown, or have no check
    /// within the bounds, are left out.
    /// </summary>
    /// <param name="integrationIds">1–200 ids.</param>
    /// <param name="from">First time.</param>
    /// <param name="to">End, exclusive.</param>
    /// <param name="limit">At most as many of each.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyDictionary<string, IReadOnlyList<HistoryEntry>>> GetChecksAsync(
        IReadOnlyCollection<string> integrationIds, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Buckets of one integration that start in <c>[from, to)</c>, oldest first, at most <paramref name="limit"/>; empty buckets are left out.
    /// </summary>
    Task<IReadOnlyList<HistoryBucket>> GetBucketsAsync(
        string integrationId, HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>Uptime of the integrations named, from rollups; ids without any are left out.</summary>
    /// <param name="integrationIds">1–200 ids.</param>
    /// <param name="now">End of the four windows.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyDictionary<string, Uptime>> GetUptimeAsync(
        IReadOnlyCollection<string> integrationIds, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Width of a history bucket.</summary>
public enum HistoryResolution
{
    /// <summary>One hour.</summary>
    Hour,

    /// <summary>One day, UTC.</summary>
    Day,

    /// <summary>One month, UTC.</summary>
    Month,
}
