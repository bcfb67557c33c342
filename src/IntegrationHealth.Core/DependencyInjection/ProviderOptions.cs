using IntegrationHealth.Status.Outages;

namespace IntegrationHealth.DependencyInjection;

/// <summary>What a host sets for all integrations of one provider: <c>IntegrationHealth:Providers:{provider}</c>.</summary>
public sealed class ProviderOptions
{
    /// <summary>
    /// Units of the vendor's quota that checks may take in a window, for each OAuth client on each host, 1–1,000,000,000; most checks cost one. A
    /// check beyond it waits for the next window. No bound when null, the default.
    /// </summary>
    public int? QuotaBudget { get; set; }

    /// <summary>The window of <see cref="QuotaBudget"/>, 1 min – 31 days; it begins at multiples of its length in UTC. Default 1 day.</summary>
    public TimeSpan QuotaWindow { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Where the vendor publishes its own status; not asked when null, the default.</summary>
    public StatusFeed? StatusFeed { get; set; }
}
