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

    private static JsonAnswer<OutageList> List([AsParameters] PageParameters _, HttpContext http, IOutageReader outages, IIntegrationCatalog catalog)
    {
        var reader = new QueryReader(http.Request, "limit", "cursor");
        var limit = reader.Limit();
        var list = Cursor.ListOf("outages");
        var after = reader.Cursor(list, parts: 2);
        reader.ThrowIfInvalid();
        var rest = outages.List().OrderByDescending(outage => outage.StartedAt).ThenBy(outage => outage.Id, StringComparer.Ordinal)
            .Where(outage => after is null || IsAfter(outage, Cursor.Time(after[0]), after[1])).Take(limit + 1).ToList();
        var next = rest.Count > limit ? Cursor.Write(list, Cursor.Text(rest[limit - 1].StartedAt), rest[limit - 1].Id) : null;
        List<ProviderOutage> found = [.. rest.Take(limit)];
        var integrations = found.Any(outage => outage.EndedAt is null)
            ? catalog.List().Where(integration => integration.Enabled).CountBy(integration => integration.Provider).ToDictionary(StringComparer.Ordinal)
            : [];
        return new JsonAnswer<OutageList>(
            new OutageList([.. found.Select(outage => new OutageItem(
                outage.Id, outage.Provider, outage.StartedAt, outage.EndedAt, outage.EndedAt is null ? integrations.GetValueOrDefault(outage.Provider) : null,
                NameOf(outage.VendorStatus)))], next),
            EndpointJson.Default.OutageList);
    }

    private static bool IsAfter(ProviderOutage outage, DateTimeOffset startedAt, string id) =>
        outage.StartedAt < startedAt || (outage.StartedAt == startedAt && string.CompareOrdinal(outage.Id, id) > 0);

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
internal sealed record OutageList(IReadOnlyList<OutageItem> Items, string? NextCursor);

/// <summary>
/// One outage. <paramref name="Integrations"/> counts the provider's enabled integrations while it lasts. <paramref name="VendorStatus"/> is what the
/// vendor's own feed says or said last: <c>operational</c>, <c>degraded</c>, <c>down</c>, or <c>unknown</c> where it could not be read; null where none
/// is configured.
/// </summary>
internal sealed record OutageItem(
    string Id, string Provider, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? Integrations, string? VendorStatus);
