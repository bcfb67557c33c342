using System.Text.Json;
using IntegrationHealth.Status.Outages;

namespace IntegrationHealth.Checks.StatusFeeds;

/// <summary>
/// What a status feed says. Pure. An answer that is not of the feed's form says nothing: some hosts answer every path with a page and 200.
/// </summary>
internal static class StatusFeedRules
{
    /// <summary>Slack's services on which integrations depend, where the host names none.</summary>
    private static readonly string[] SlackServices = ["Apps/Integrations/APIs", "Messaging", "Login/SSO", "Connectivity"];

    /// <summary>The status of the part that matters.</summary>
    public static VendorStatus Read(StatusFeed feed, JsonElement body) => feed.Format switch
    {
        StatusFeedFormat.Statuspage => Statuspage(body, feed.Component),
        StatusFeedFormat.Slack => Slack(body, feed.Component),
        StatusFeedFormat.GoogleWorkspace => GoogleWorkspace(body, feed.Component),
        StatusFeedFormat.Stripe => Stripe(body, feed.Component),
        _ => VendorStatus.Unknown,
    };

    private static VendorStatus Statuspage(JsonElement body, string? component)
    {
        if (Text(Find(body, "page"), "id") is null)
            return VendorStatus.Unknown;
        if (component is null)
        {
            return Text(Find(body, "status"), "indicator") switch
            {
                "none" => VendorStatus.Operational,
                "minor" or "maintenance" => VendorStatus.Degraded,
                "major" or "critical" => VendorStatus.Down,
                _ => VendorStatus.Unknown,
            };
        }

        var named = Items(body, "components").FirstOrDefault(one => Is(Text(one, "name"), component));
        return Text(named, "status") switch
        {
            "operational" => VendorStatus.Operational,
            "degraded_performance" or "partial_outage" or "under_maintenance" => VendorStatus.Degraded,
            "major_outage" => VendorStatus.Down,
            _ => VendorStatus.Unknown,
        };
    }

    private static VendorStatus Slack(JsonElement body, string? component)
    {
        if (Text(body, "status") is not ("ok" or "active") || Find(body, "active_incidents").ValueKind != JsonValueKind.Array)
            return VendorStatus.Unknown;
        string[] wanted = component is null ? SlackServices : [component];
        return Worst(Items(body, "active_incidents").Where(incident => Concerns(incident, wanted)).Select(incident => Text(incident, "type") switch
        {
            "outage" => VendorStatus.Down,
            "notice" => VendorStatus.Operational,
            _ => VendorStatus.Degraded,
        }));
    }

    private static bool Concerns(JsonElement incident, string[] wanted)
    {
        var services = Find(incident, "services");
        return services.ValueKind != JsonValueKind.Array || services.GetArrayLength() == 0
            || services.EnumerateArray().Any(service => service.ValueKind == JsonValueKind.String && wanted.Any(one => Is(service.GetString(), one)));
    }

    /// <summary>All incidents, those of the past included; one without an end is under way.</summary>
    private static VendorStatus GoogleWorkspace(JsonElement body, string? component)
    {
        if (body.ValueKind != JsonValueKind.Array || body.EnumerateArray().Any(incident => Text(incident, "id") is null))
            return VendorStatus.Unknown;
        return Worst(body.EnumerateArray()
            .Where(incident => Text(incident, "end") is null && Text(Find(incident, "most_recent_update"), "status") != "AVAILABLE")
            .Where(incident => component is null || Is(Text(incident, "service_name"), component)
                || Items(incident, "affected_products").Any(product => Is(Text(product, "title"), component)))
            .Select(incident => Text(incident, "status_impact") switch
            {
                "SERVICE_OUTAGE" => VendorStatus.Down,
                "SERVICE_DISRUPTION" => VendorStatus.Degraded,
                "SERVICE_INFORMATION" => VendorStatus.Operational,
                _ => VendorStatus.Unknown,
            }));
    }

    private static VendorStatus Stripe(JsonElement body, string? component) => Text(Find(body, "statuses"), component ?? "api") switch
    {
        "up" => VendorStatus.Operational,
        "degraded" => VendorStatus.Degraded,
        "down" => VendorStatus.Down,
        _ => VendorStatus.Unknown,
    };

    /// <summary>Down, else Degraded, else Unknown where an incident was not understood, else Operational.</summary>
    private static VendorStatus Worst(IEnumerable<VendorStatus> found)
    {
        var all = found.ToHashSet();
        return all.Contains(VendorStatus.Down) ? VendorStatus.Down
            : all.Contains(VendorStatus.Degraded) ? VendorStatus.Degraded
            : all.Contains(VendorStatus.Unknown) ? VendorStatus.Unknown
            : VendorStatus.Operational;
    }

    private static bool Is(string? text, string wanted) => string.Equals(text, wanted, StringComparison.OrdinalIgnoreCase);

    private static JsonElement Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

    private static string? Text(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
