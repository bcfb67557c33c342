using System.Threading.RateLimiting;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>
/// How many checks one owner may ask for in a minute, over all integrations and in this host. 0 is unlimited. The limiter has a timer of its own, ten times a second:
/// a host of which nobody asks a check goes without.
/// </summary>
internal sealed class OwnerCheckLimiter(int perMinute) : IDisposable
{
    private readonly Lazy<PartitionedRateLimiter<string>>? _limiter = perMinute == 0 ? null : new(() => PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetSlidingWindowLimiter(caller, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 12,
            QueueLimit = 0,
        }), StringComparer.Ordinal));

    public int PerMinute => perMinute;

    public bool TryTake(string caller, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (_limiter is null)
            return true;
        using var lease = _limiter.Value.AttemptAcquire(caller);
        if (!lease.IsAcquired)
            retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1) / 12;
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        if (_limiter is { IsValueCreated: true })
            _limiter.Value.Dispose();
    }
}
