using IntegrationHealth.Authorization;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>The present health: of one integration, and of many.</summary>
internal static class HealthEndpoints
{
    public static void MapOwnerList(RouteGroupBuilder group) =>
        Describe(group.MapGet("/health", ([AsParameters] HealthListParameters _, HttpContext http, IIntegrationHealthService health) => ListAsync(http, health)))
            .WithName("ListIntegrationHealth").WithSummary("Health of your integrations, a page at a time");

    public static void MapAdministratorList(RouteGroupBuilder group) =>
        Describe(group.MapGet("/health", ([AsParameters] AdministratorHealthListParameters _, HttpContext http, IIntegrationHealthService health) => ListAsync(http, health)))
            .WithName("ListAdminIntegrationHealth").WithSummary("Health of everybody's integrations, a page at a time");

    public static void MapOne(RouteGroupBuilder group, string name) =>
        group.MapGet("/{id}/health", GetAsync)
            .WithName($"Get{name}Health").WithSummary("Health of one integration")
            .Produces<IntegrationHealth>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .Produces<HealthList>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();

    private static async Task<IResult> ListAsync(HttpContext http, IIntegrationHealthService health)
    {
        var (query, list) = HealthQueryReader.Read(http);
        var page = await QueryAsync(query, health, http.RequestAborted);
        var next = page.Next is { } position ? Cursor.Write(list, position.Value, position.Id) : null;
        return new JsonAnswer<HealthList>(
            new([.. page.Items.Select(HealthMapping.From)], next, page.Total, HealthTally.From(page.Summary), page.Stale), EndpointJson.Default.HealthList);
    }

    private static async Task<IntegrationHealthReportPage> QueryAsync(
        HealthQuery query, IIntegrationHealthService health, CancellationToken cancellationToken)
    {
        try
        {
            return await health.QueryAsync(query, cancellationToken);
        }
        catch (Exception exception) when (query.After is not null && exception is ArgumentException or FormatException)
        {
            // Only a forged cursor gets here: its checksum was right, but its place is none that storage knows.
            throw new ProblemException(Problems.WrongCursor());
        }
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IIntegrationHealthService health)
    {
        var report = await IntegrationLookup.GetReportAsync(http, health, id);
        return new JsonAnswer<IntegrationHealth>(HealthMapping.From(report), EndpointJson.Default.IntegrationHealth);
    }
}
