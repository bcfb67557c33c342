using System.Threading.RateLimiting;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>How many checks one owner may ask for in a minute, over all integrations and in this host. 0 is unlimited.</summary>
internal sealed class OwnerCheckLimiter(int perMinute) : IDisposable
{
    private readonly PartitionedRateLimiter<string>? _limiter = perMinute == 0 ? null : PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetSlidingWindowLimiter(caller, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 12,
            QueueLimit = 0,
        }), StringComparer.Ordinal);

    public int PerMinute => perMinute;

    public bool TryTake(string caller, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (_limiter is null)
            return true;
        using var lease = _limiter.AttemptAcquire(caller);
        if (!lease.IsAcquired)
            retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1) / 12;
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter?.Dispose();
}
