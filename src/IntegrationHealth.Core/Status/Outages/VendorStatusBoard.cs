using System.Collections.Concurrent;

namespace IntegrationHealth.Status.Outages;

/// <summary>What the vendors' own feeds last said, by provider. Written by the poller, read by anybody.</summary>
internal sealed class VendorStatusBoard
{
    /// <summary>What was said longer ago proves nothing any more.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (VendorStatus Status, DateTimeOffset At)> _said = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the vendor says; null where no feed is configured.</summary>
    public VendorStatus? Current(string provider) => _said.TryGetValue(provider, out var said) ? said.Status : null;

    /// <summary>True when the vendor has lately said that it is in trouble.</summary>
    public bool AdmitsTrouble(string provider, DateTimeOffset now) => _said.TryGetValue(provider, out var said)
        && said.Status is VendorStatus.Degraded or VendorStatus.Down && now - said.At <= Fresh;

    public void Set(string provider, VendorStatus status, DateTimeOffset at) => _said[provider] = (status, at);
}
