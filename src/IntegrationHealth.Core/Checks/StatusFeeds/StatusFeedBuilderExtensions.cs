using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Status.Outages;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Says where vendors publish their status.</summary>
public static class StatusFeedBuilderExtensions
{
    /// <summary>The public feeds of the built-in providers, as their vendors document them.</summary>
    private static readonly (string Provider, StatusFeed Feed)[] Known =
    [
        ("gmail", new("https://www.google.com/appsstatus/dashboard/incidents.json", StatusFeedFormat.GoogleWorkspace, "Gmail")),
        ("google-calendar", new("https://www.google.com/appsstatus/dashboard/incidents.json", StatusFeedFormat.GoogleWorkspace, "Google Calendar")),
        ("slack", new("https://slack-status.com/api/v2.0.0/current", StatusFeedFormat.Slack)),
        ("github", new("https://www.githubstatus.com/api/v2/summary.json", StatusFeedFormat.Statuspage, "API Requests")),
        ("hubspot", new("https://status.hubspot.com/api/v2/summary.json")),
        ("jira", new("https://jira-software.status.atlassian.com/api/v2/summary.json")),
        ("stripe", new("https://status.stripe.com/current", StatusFeedFormat.Stripe)),
    ];

    /// <summary>
    /// Asks the public status feeds of Google Workspace, Slack, GitHub, HubSpot, Jira and Stripe while an outage of theirs is suspected. A feed
    /// that was set otherwise stays.
    /// </summary>
    public static IIntegrationHealthBuilder UseKnownStatusFeeds(this IIntegrationHealthBuilder builder) => builder.Configure(options =>
    {
        foreach (var (provider, feed) in Known)
            Of(options, provider).StatusFeed ??= feed;
    });

    /// <summary>Asks a status feed while an outage of <paramref name="provider"/> is suspected.</summary>
    public static IIntegrationHealthBuilder UseStatusFeed(this IIntegrationHealthBuilder builder, string provider, StatusFeed feed)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentNullException.ThrowIfNull(feed);
        return builder.Configure(options => Of(options, provider).StatusFeed = feed);
    }

    private static ProviderOptions Of(IntegrationHealthOptions options, string provider)
    {
        if (!options.Providers.TryGetValue(provider, out var found))
            options.Providers[provider] = found = new ProviderOptions();
        return found;
    }
}
