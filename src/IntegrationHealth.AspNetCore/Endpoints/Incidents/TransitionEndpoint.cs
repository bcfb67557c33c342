using System.ComponentModel;
using System.Globalization;
using IntegrationHealth.Authorization;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Incidents;

/// <summary>What changed lately, across integrations: changes of status only, never every check.</summary>
internal static class TransitionEndpoint
{
    private const int PositionParts = 3;

    /// <summary>How far back a feed looks unless it is told: without a bound the rare changes of one owner would have all changes read.</summary>
    private static readonly TimeSpan DefaultAge = TimeSpan.FromDays(7);

    public static void MapOwner(RouteGroupBuilder group) =>
        Describe(group.MapGet("/health/transitions", ([AsParameters] TransitionParameters _, HttpContext http, ITransitionReader transitions, TimeProvider time) =>
            ListAsync(http, transitions, time)))
            .WithName("ListIntegrationTransitions").WithSummary("Changes of status of your integrations, newest first");

    public static void MapAdministrator(RouteGroupBuilder group) =>
        Describe(group.MapGet("/health/transitions", ([AsParameters] AdministratorTransitionParameters _, HttpContext http, ITransitionReader transitions, TimeProvider time) =>
            ListAsync(http, transitions, time)))
            .WithName("ListAdminIntegrationTransitions").WithSummary("Changes of status of everybody's integrations, newest first");

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .Produces<TransitionList>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();

    private static async Task<IResult> ListAsync(HttpContext http, ITransitionReader transitions, TimeProvider time)
    {
        var scope = EndpointScope.Of(http);
        var administrator = scope.Audience == Audience.Administrator;
        var reader = new QueryReader(http.Request, administrator ? ["status", "provider", "ownerId", "q", "from", "limit", "cursor"] : ["status", "provider", "q", "from", "limit", "cursor"]);
        var limit = reader.Limit();
        var from = reader.Time("from");
        var query = new TransitionQuery
        {
            OwnerId = administrator ? reader.Text("ownerId", 128) : scope.OwnerFilter(http.User),
            Providers = reader.Texts("provider"),
            Search = reader.Text("q"),
            Statuses = reader.Choices<IntegrationStatus>("status"),
            From = from ?? time.GetUtcNow() - DefaultAge,
            Limit = limit + 1,
        };
        var list = Cursor.ListOf(
            "transitions", query.OwnerId, string.Join(',', query.Providers.Order(StringComparer.Ordinal)), query.Search, string.Join(',', query.Statuses.Order()), from?.ToString("O"));
        var position = Position(reader.Cursor(list, PositionParts));
        reader.ThrowIfInvalid();

        var found = await transitions.GetTransitionsAsync(query with { After = position }, http.RequestAborted);
        var next = found.Count > limit ? CursorAfter(list, found[limit - 1]) : null;
        return new JsonAnswer<TransitionList>(new TransitionList([.. found.Take(limit).Select(TransitionItem.From)], next), EndpointJson.Default.TransitionList);
    }

    private static string CursorAfter(string list, StatusTransition last) =>
        Cursor.Write(list, Cursor.Text(last.At), last.IncidentId, ((int)last.Kind).ToString(CultureInfo.InvariantCulture));

    private static TransitionPosition? Position(string[]? parts) => parts is null
        ? null
        : new(Cursor.Time(parts[0]), parts[1], int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var kind) ? (IncidentEventKind)kind : default);
}

/// <summary>Query parameters of an owner's changes, for the OpenAPI document.</summary>
internal record TransitionParameters
{
    [FromQuery(Name = "status"), Description("Only changes to these: healthy, degraded, unhealthy, paused; several by commas or by repeating.")]
    public string[]? Status { get; init; }

    [FromQuery(Name = "provider"), Description("Provider names; several by commas or by repeating.")]
    public string[]? Provider { get; init; }

    [FromQuery(Name = "q"), Description("Part of an id or name, ignoring case.")]
    public string? Q { get; init; }

    [FromQuery(Name = "from"), Description("Begin, ISO 8601. Default 7 days ago.")]
    public string? From { get; init; }

    [FromQuery(Name = "limit"), Description("Items of a page, 1–200. Default 50.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("nextCursor of the page before.")]
    public string? Cursor { get; init; }
}

/// <summary>Query parameters of an administrator's changes.</summary>
internal sealed record AdministratorTransitionParameters : TransitionParameters
{
    [FromQuery(Name = "ownerId"), Description("Only this owner's.")]
    public string? OwnerId { get; init; }
}
