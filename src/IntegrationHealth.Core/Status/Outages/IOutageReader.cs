namespace IntegrationHealth.Status.Outages;

/// <summary>Provider-wide outages that this host has seen since it started. Safe for concurrent use.</summary>
public interface IOutageReader
{
    /// <summary>Those under way and the last 100 that ended, latest start first.</summary>
    IReadOnlyList<ProviderOutage> List();
}

/// <summary>A provider-wide outage.</summary>
/// <param name="Id">Unique id; integrations that it explains carry it.</param>
/// <param name="Provider">The provider.</param>
/// <param name="StartedAt">When it was detected.</param>
/// <param name="EndedAt">When it was over; null while it lasts.</param>
public sealed record ProviderOutage(string Id, string Provider, DateTimeOffset StartedAt, DateTimeOffset? EndedAt = null)
{
    /// <summary>What the vendor's own feed says, or said last before the end; null where none is configured.</summary>
    public VendorStatus? VendorStatus { get; init; }
}
