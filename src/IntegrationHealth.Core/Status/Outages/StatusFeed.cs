namespace IntegrationHealth.Status.Outages;

/// <summary>Forms in which vendors publish their status.</summary>
public enum StatusFeedFormat
{
    /// <summary>Atlassian Statuspage and those who serve the same path: <c>/api/v2/summary.json</c>.</summary>
    Statuspage,

    /// <summary>Slack's own: <c>https://slack-status.com/api/v2.0.0/current</c>.</summary>
    Slack,

    /// <summary>Google Workspace: <c>https://www.google.com/appsstatus/dashboard/incidents.json</c>.</summary>
    GoogleWorkspace,

    /// <summary>Stripe: <c>https://status.stripe.com/current</c>.</summary>
    Stripe,
}

/// <summary>Where a vendor publishes its status.</summary>
/// <param name="Url">An absolute address; it passes the outbound guard and is asked without any credential.</param>
/// <param name="Format">Its form.</param>
/// <param name="Component">
/// The part of the vendor that matters, such as <c>API Requests</c>, <c>Gmail</c> or <c>api</c>; the whole page when null.
/// </param>
public sealed record StatusFeed(string Url, StatusFeedFormat Format = StatusFeedFormat.Statuspage, string? Component = null);

/// <summary>What a vendor says of itself.</summary>
public enum VendorStatus
{
    /// <summary>The feed could not be read, or not understood: nothing is known.</summary>
    Unknown,

    /// <summary>No trouble is published.</summary>
    Operational,

    /// <summary>Some of it is in trouble.</summary>
    Degraded,

    /// <summary>It is down.</summary>
    Down,
}
