using IntegrationHealth.Catalog;
using IntegrationHealth.Status.Outages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Administration;

/// <summary>Provider-wide outages.</summary>
internal static class OutageEndpoint
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/outages", List)
            .WithName("ListOutages").WithSummary("Provider-wide outages that this host has seen since it started, latest first")
            .Produces<OutageList>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();

    private static JsonAnswer<OutageList> List(HttpContext http, IOutageReader outages, IIntegrationCatalog catalog)
    {
        new QueryReader(http.Request).ThrowIfInvalid();
        var found = outages.List();
        var integrations = found.Any(outage => outage.EndedAt is null)
            ? catalog.List().Where(integration => integration.Enabled).CountBy(integration => integration.Provider).ToDictionary(StringComparer.Ordinal)
            : [];
        return new JsonAnswer<OutageList>(
            new OutageList([.. found.Select(outage => new OutageItem(
                outage.Id, outage.Provider, outage.StartedAt, outage.EndedAt, outage.EndedAt is null ? integrations.GetValueOrDefault(outage.Provider) : null,
                NameOf(outage.VendorStatus)))]),
            EndpointJson.Default.OutageList);
    }

    private static string? NameOf(VendorStatus? status) => status switch
    {
        null => null,
        VendorStatus.Operational => "operational",
        VendorStatus.Degraded => "degraded",
        VendorStatus.Down => "down",
        _ => "unknown",
    };
}

/// <summary>Provider-wide outages, latest start first.</summary>
internal sealed record OutageList(IReadOnlyList<OutageItem> Items);

/// <summary>
/// One outage. <paramref name="Integrations"/> counts the provider's enabled integrations while it lasts. <paramref name="VendorStatus"/> is what the
/// vendor's own feed says or said last: <c>operational</c>, <c>degraded</c>, <c>down</c>, or <c>unknown</c> where it could not be read; null where none
/// is configured.
/// </summary>
internal sealed record OutageItem(
    string Id, string Provider, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? Integrations, string? VendorStatus);
