using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using IntegrationHealth.Authorization;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Guarding;

/// <summary>
/// How often one caller may call, over all routes and in this host: a bucket that holds one minute's calls and refills every second. A caller is
/// a signed-in user, or else an address (of IPv6, its /64 network). The limiter has a timer of its own, ten times a second: a host that nobody calls goes without.
/// </summary>
internal sealed class CallLimiter(int callsPerMinute) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lazy<PartitionedRateLimiter<string>>? _limiter = callsPerMinute == 0 ? null : new(() => PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = callsPerMinute,
            TokensPerPeriod = Math.Max(1, callsPerMinute / 60),
            ReplenishmentPeriod = callsPerMinute >= 60 ? Period : TimeSpan.FromMinutes(1) / callsPerMinute,
            QueueLimit = 0,
        }), StringComparer.Ordinal));

    public bool TryTake(HttpContext http, out TimeSpan retryAfter)
    {
        retryAfter = Period;
        return _limiter is null || TryTake(KeyOf(http), out retryAfter);
    }

    public bool TryTake(string caller, out TimeSpan retryAfter)
    {
        retryAfter = Period;
        if (_limiter is null)
            return true;
        using var lease = _limiter.Value.AttemptAcquire(caller);
        if (!lease.IsAcquired && lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            retryAfter = wait;
        return lease.IsAcquired;
    }

    /// <summary>A user's name cannot be mistaken for an address: they are kept apart by their first letter.</summary>
    public static string KeyOf(HttpContext http) => http.User.Identity?.IsAuthenticated == true
        ? $"u:{Caller.NameOf(http.User)}"
        : $"a:{SiteOf(http.Connection.RemoteIpAddress)}";

    /// <summary>Of IPv6 the network: whoever has one address of it has all 2^64, and could come from another with each call.</summary>
    private static string? SiteOf(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false, IsIPv6LinkLocal: false } || IPAddress.IsLoopback(address))
            return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    public void Dispose()
    {
        if (_limiter is { IsValueCreated: true })
            _limiter.Value.Dispose();
    }
}
