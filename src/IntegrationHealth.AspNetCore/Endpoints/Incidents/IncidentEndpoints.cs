using System.ComponentModel;
using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Incidents;

/// <summary>When one integration did not work, and what happened then.</summary>
internal static class IncidentEndpoints
{
    public static void Map(RouteGroupBuilder group, string name) =>
        group.MapGet("/{id}/health/incidents", ListAsync)
            .WithName($"List{name}Incidents").WithSummary("Incidents of one integration with their timelines, newest first")
            .Produces<IncidentList>().Produces(StatusCodes.Status304NotModified)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ListAsync(
        string id, [AsParameters] IncidentParameters parameters, HttpContext http, IIntegrationCatalog catalog,
        IIntegrationHealthService health, IIncidentReader incidents, TimeProvider time)
    {
        _ = parameters;
        var integration = await IntegrationLookup.FindAsync(http, catalog, health, id);
        var reader = new QueryReader(http.Request, "limit", "cursor");
        var limit = reader.Limit();
        var list = Cursor.ListOf("incidents", integration.Id);
        var position = Position(reader.Cursor(list, parts: 2));
        reader.ThrowIfInvalid();

        var found = await incidents.GetIncidentsAsync(integration.Id, position, limit + 1, http.RequestAborted);
        var next = found.Count > limit ? CursorAfter(list, found[limit - 1]) : null;
        var now = time.GetUtcNow();
        return new JsonAnswer<IncidentList>(
            new([.. found.Take(limit).Select(incident => IncidentItem.From(incident, now))], next), EndpointJson.Default.IncidentList);
    }

    private static string CursorAfter(string list, Incident last) =>
        Cursor.Write(list, Cursor.Text(last.StartedAt), last.Id);

    private static IncidentPosition? Position(string[]? parts) => parts is null
        ? null
        : new(Cursor.Time(parts[0]), parts[1]);
}

/// <summary>Query parameters of a list of incidents, for the OpenAPI document.</summary>
internal sealed record IncidentParameters
{
    [FromQuery(Name = "limit"), Description("Items of a page, 1–200. Default 50.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("nextCursor of the page before.")]
    public string? Cursor { get; init; }
}
