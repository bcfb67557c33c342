using System.Text.Json;
using IntegrationHealth.Checks.StatusFeeds;
using IntegrationHealth.Status.Outages;

namespace IntegrationHealth.Tests.Checks.StatusFeeds;

/// <summary>Feeds as their vendors write them.</summary>
public sealed class StatusFeedRulesTests
{
    private const string Page = """{"page":{"id":"kctbh9vrtdwd","name":"GitHub","url":"https://www.githubstatus.com","updated_at":"2026-11-01T10:00:00Z"},"status":{"indicator":"INDICATOR","description":"x"},"components":[{"id":"1","name":"Git Operations","status":"major_outage"},{"id":"2","name":"API Requests","status":"COMPONENT"},{"id":"3","name":3,"status":null},4],"incidents":[],"scheduled_maintenances":[]}""";

    [Theory]
    [InlineData("none", VendorStatus.Operational)]
    [InlineData("minor", VendorStatus.Degraded)]
    [InlineData("maintenance", VendorStatus.Degraded)]
    [InlineData("major", VendorStatus.Down)]
    [InlineData("critical", VendorStatus.Down)]
    [InlineData("purple", VendorStatus.Unknown)]
    public void Read_StatuspageIndicator_IsTheWholePage(string indicator, VendorStatus expected) =>
        Read(StatusFeedFormat.Statuspage, null, Page.Replace("INDICATOR", indicator)).Should().Be(expected);

    [Theory]
    [InlineData("API Requests", "operational", VendorStatus.Operational)]
    [InlineData("api requests", "degraded_performance", VendorStatus.Degraded)]
    [InlineData("API Requests", "partial_outage", VendorStatus.Degraded)]
    [InlineData("API Requests", "under_maintenance", VendorStatus.Degraded)]
    [InlineData("API Requests", "major_outage", VendorStatus.Down)]
    [InlineData("API Requests", "who_knows", VendorStatus.Unknown)]
    [InlineData("Not there", "operational", VendorStatus.Unknown)]
    public void Read_StatuspageComponent_CountsAlone(string component, string status, VendorStatus expected) =>
        Read(StatusFeedFormat.Statuspage, component, Page.Replace("INDICATOR", "critical").Replace("COMPONENT", status)).Should().Be(expected);

    [Theory]
    [InlineData("""{"status":"ok","date_created":"x","active_incidents":[]}""", null, VendorStatus.Operational)]
    [InlineData("""{"status":"active","active_incidents":[{"id":1,"type":"outage","status":"active","services":["Messaging"]}]}""", null, VendorStatus.Down)]
    [InlineData("""{"status":"active","active_incidents":[{"id":1,"type":"incident","services":["Apps/Integrations/APIs"]}]}""", null, VendorStatus.Degraded)]
    [InlineData("""{"status":"active","active_incidents":[{"id":1,"type":"notice","services":["Messaging"]}]}""", null, VendorStatus.Operational)]
    [InlineData("""{"status":"active","active_incidents":[{"id":1,"type":"outage","services":["Huddles"]}]}""", null, VendorStatus.Operational)]
    [InlineData("""{"status":"active","active_incidents":[{"id":1,"type":"outage","services":["Huddles"]}]}""", "huddles", VendorStatus.Down)]
    [InlineData("""{"status":"active","active_incidents":[{"id":1,"type":"outage"}]}""", null, VendorStatus.Down)]
    [InlineData("""{"status":"active"}""", null, VendorStatus.Unknown)]
    [InlineData("""{"ok":true,"active_incidents":[]}""", null, VendorStatus.Unknown)]
    public void Read_Slack_LooksAtTheServicesThatMatter(string body, string? component, VendorStatus expected) =>
        Read(StatusFeedFormat.Slack, component, body).Should().Be(expected);

    [Theory]
    [InlineData("""[]""", VendorStatus.Operational)]
    [InlineData("""[{"id":"a","service_name":"Gmail","status_impact":"SERVICE_OUTAGE","begin":"x","end":"2026-01-01T00:00:00+00:00"}]""", VendorStatus.Operational)]
    [InlineData("""[{"id":"a","service_name":"Gmail","status_impact":"SERVICE_OUTAGE","begin":"x"}]""", VendorStatus.Down)]
    [InlineData("""[{"id":"a","service_name":"Multiple Products","affected_products":[{"title":"Google Drive"},{"title":"Gmail"}],"status_impact":"SERVICE_DISRUPTION"}]""", VendorStatus.Degraded)]
    [InlineData("""[{"id":"a","service_name":"Google Drive","status_impact":"SERVICE_OUTAGE"}]""", VendorStatus.Operational)]
    [InlineData("""[{"id":"a","service_name":"Gmail","status_impact":"SERVICE_INFORMATION"}]""", VendorStatus.Operational)]
    [InlineData("""[{"id":"a","service_name":"Gmail","status_impact":"SERVICE_OUTAGE","most_recent_update":{"status":"AVAILABLE"}}]""", VendorStatus.Operational)]
    [InlineData("""[{"id":"a","service_name":"Gmail","status_impact":"SERVICE_NOVELTY"}]""", VendorStatus.Unknown)]
    [InlineData("""[{"error":"quota"}]""", VendorStatus.Unknown)]
    [InlineData("""{"id":"a"}""", VendorStatus.Unknown)]
    public void Read_GoogleWorkspace_OpenIncidentsOfTheProductCount(string body, VendorStatus expected) =>
        Read(StatusFeedFormat.GoogleWorkspace, "Gmail", body).Should().Be(expected);

    [Theory]
    [InlineData("""{"largestatus":"down","statuses":{"api":"up","webhooks":"down"}}""", null, VendorStatus.Operational)]
    [InlineData("""{"largestatus":"up","statuses":{"api":"degraded"}}""", null, VendorStatus.Degraded)]
    [InlineData("""{"largestatus":"up","statuses":{"api":"up","webhooks":"down"}}""", "webhooks", VendorStatus.Down)]
    [InlineData("""{"largestatus":"up"}""", null, VendorStatus.Unknown)]
    public void Read_Stripe_LooksAtTheApi(string body, string? component, VendorStatus expected) =>
        Read(StatusFeedFormat.Stripe, component, body).Should().Be(expected);

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"ok\"")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"page":"x","status":"ok","statuses":[],"components":{}}""")]
    public void Read_OtherShapes_SayNothing(string body)
    {
        foreach (var format in Enum.GetValues<StatusFeedFormat>())
            Read(format, "x", body).Should().Be(VendorStatus.Unknown);
    }

    private static VendorStatus Read(StatusFeedFormat format, string? component, string body) =>
        StatusFeedRules.Read(new StatusFeed("https://status.example/", format, component), JsonElement.Parse(body));
}
