namespace IntegrationHealth.Diagnostics;

/// <summary>How the library itself is doing on this host. Safe for concurrent use.</summary>
public interface ISystemReader
{
    /// <summary>Reads it now. Storage that does not answer is a finding, not an exception.</summary>
    Task<SystemStatus> ReadAsync(CancellationToken cancellationToken = default);
}

/// <summary>How the library itself is doing on this host.</summary>
public sealed record SystemStatus
{
    /// <summary>Integrations that this host knows.</summary>
    public required int Integrations { get; init; }

    /// <summary>When the scheduler last looked for due checks; null before the first time.</summary>
    public required DateTimeOffset? SchedulerSeenAt { get; init; }

    /// <summary>How much waits in the queue; null when it could not be asked.</summary>
    public required Scheduling.CheckQueueDepth? Queue { get; init; }

    /// <summary>
    /// How long the check that has waited longest has been due, though it was put off or is leased to a host that died; one under way for less than
    /// <see cref="Scheduling.CheckQueueDepth.UnderWay"/> does not count.
    /// </summary>
    public required TimeSpan QueueLag { get; init; }

    /// <summary>Checks under way on this host.</summary>
    public required int ChecksActive { get; init; }

    /// <summary>Checks that may be under way at once.</summary>
    public required int ChecksMax { get; init; }

    /// <summary>Results that wait for their commit.</summary>
    public required int ResultsWaiting { get; init; }

    /// <summary>Since when results could not be stored, though reads may be answered as with a full disk; null while they are.</summary>
    public DateTimeOffset? WritesFailingSince { get; init; }

    /// <summary>Kind of storage, such as <c>memory</c>.</summary>
    public required string Storage { get; init; }

    /// <summary>Bytes that storage takes; null where that is not known.</summary>
    public required long? StorageBytes { get; init; }

    /// <summary>How long a read took; null when storage did not answer.</summary>
    public required TimeSpan? StorageLatency { get; init; }

    /// <summary>Why storage or the queue did not answer; null when they did. The exception's type, not its text, which may hold an address.</summary>
    public required string? Error { get; init; }

    /// <summary>The hosts that share the work, this one included.</summary>
    public IReadOnlyList<Hosts.HostReport> Hosts { get; init; } = [];

    /// <summary>How reads of numbers were answered since the start; null before the first one, and where nothing is cached.</summary>
    public CacheStatus? Cache { get; init; }

    /// <summary>How long the notification that has waited longest has been due; null when none is overdue, or nothing is notified.</summary>
    public required TimeSpan? OutboxLag { get; init; }
}

/// <summary>How reads of numbers were answered on this host since its start.</summary>
/// <param name="Hits">From memory or the shared cache.</param>
/// <param name="SharedHits">Those of the hits that another host, or this one before, had left in the shared cache.</param>
/// <param name="Misses">From storage.</param>
/// <param name="Stale">By what was known last, because storage was away.</param>
public sealed record CacheStatus(long Hits, long SharedHits, long Misses, long Stale)
{
    /// <summary>Share of reads that storage was spared, 0–1; stale answers count nowhere.</summary>
    public double HitRatio => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);
}

/// <summary>What storage says of itself. An optional part of what a storage package provides.</summary>
public interface IStorageInspector
{
    /// <summary>Kind of storage, such as <c>sqlite</c>.</summary>
    string Kind { get; }

    /// <summary>Bytes that the library's data takes; null where that is not known.</summary>
    Task<long?> GetSizeAsync(CancellationToken cancellationToken);
}
