using IntegrationHealth.Checks;

namespace IntegrationHealth.History;

/// <summary>Looks back over all integrations of a provider at once. Part of what a storage package provides.</summary>
public interface IProviderRollupReader
{
    /// <summary>
    /// Buckets that start in <c>[from, to)</c>, in no order; empty ones are left out. Minutes are kept for the last three hours, hours as long
    /// as those of an integration.
    /// </summary>
    /// <param name="provider">Only this provider's; all providers' when null.</param>
    /// <param name="width">Width of a bucket.</param>
    /// <param name="from">Begin.</param>
    /// <param name="to">End, not included.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<ProviderBucket>> GetAsync(
        string? provider, ProviderBucketWidth width, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>Width of a <see cref="ProviderBucket"/>. Values are stored: never renumber.</summary>
public enum ProviderBucketWidth
{
    /// <summary>One minute.</summary>
    Minute = 1,

    /// <summary>One hour.</summary>
    Hour = 60,
}

/// <summary>All checks of one provider's integrations in one minute or hour.</summary>
public sealed record ProviderBucket
{
    /// <summary>Name of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Start of the bucket, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Checks that succeeded.</summary>
    public long Succeeded { get; init; }

    /// <summary>Checks that were Degraded.</summary>
    public long Degraded { get; init; }

    /// <summary>Checks that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Sum of latencies in milliseconds.</summary>
    public long LatencySumMs { get; init; }

    /// <summary>Checks by latency, in the buckets of <see cref="LatencyHistogram"/>: always sixteen numbers.</summary>
    public required IReadOnlyList<long> LatencyCounts { get; init; }

    /// <summary>Checks by diagnosis; a diagnosis that nobody made is left out.</summary>
    public IReadOnlyDictionary<FailureKind, long> Failures { get; init; } = FailureCounts.None;
}
