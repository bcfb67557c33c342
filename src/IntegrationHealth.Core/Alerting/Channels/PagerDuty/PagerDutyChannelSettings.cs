namespace IntegrationHealth.Alerting.Channels.PagerDuty;

/// <summary>Settings of a <c>pagerDuty</c> channel. Its secret is the integration key of an Events API v2 integration.</summary>
public sealed class PagerDutyChannelSettings
{
    /// <summary><c>us</c> or <c>eu</c>, where the account lives. Default <c>us</c>.</summary>
    public string Region { get; set; } = "us";

    /// <summary>Replaces the address of the region, for proxies and tests. Off when null.</summary>
    public string? Url { get; set; }
}
