using System.ComponentModel;
using IntegrationHealth.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Administration;

/// <summary>Who changed what.</summary>
internal static class AuditEndpoint
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/audit", ListAsync)
            .WithName("ListAuditEntries").WithSummary("Who changed what, newest first")
            .Produces<AuditList>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();

    private static async Task<IResult> ListAsync([AsParameters] AuditParameters parameters, HttpContext http, IAuditLog audit)
    {
        _ = parameters;
        var reader = new QueryReader(http.Request, "actor", "action", "subjectId", "from", "to", "limit", "cursor");
        var query = new AuditQuery
        {
            Actor = reader.Text("actor"),
            Action = reader.Text("action", 64),
            SubjectId = reader.Text("subjectId"),
            From = reader.Time("from"),
            To = reader.Time("to"),
            Limit = reader.Limit() + 1,
        };
        if (query.From >= query.To)
            reader.Fail("from", "'from' is not before 'to'.");
        var list = Cursor.ListOf("audit", query.Actor, query.Action, query.SubjectId, query.From?.ToString("O"), query.To?.ToString("O"));
        var position = reader.Cursor(list, parts: 2);
        reader.ThrowIfInvalid();
        if (position is not null)
            query = query with { After = new AuditPosition(Cursor.Time(position[0]), position[1]) };

        var found = await audit.ListAsync(query, http.RequestAborted);
        var items = found.Take(query.Limit - 1).ToList();
        var next = found.Count == query.Limit ? Cursor.Write(list, Cursor.Text(items[^1].At), items[^1].Id) : null;
        return new JsonAnswer<AuditList>(new AuditList([.. items.Select(AuditItem.From)], next), EndpointJson.Default.AuditList);
    }
}

/// <summary>Query parameters of the audit log, for the OpenAPI document.</summary>
internal sealed record AuditParameters
{
    [FromQuery(Name = "actor"), Description("Only what this user did.")]
    public string? Actor { get; init; }

    [FromQuery(Name = "action"), Description("Only this action, such as integration.removed; one that ends in a dot, such as integration., stands for all of its subject.")]
    public string? Action { get; init; }

    [FromQuery(Name = "subjectId"), Description("Only what was done to this.")]
    public string? SubjectId { get; init; }

    [FromQuery(Name = "from"), Description("Begin, ISO 8601.")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("End (not included), ISO 8601.")]
    public string? To { get; init; }

    [FromQuery(Name = "limit"), Description("Items of a page, 1–200. Default 50.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("nextCursor of the page before.")]
    public string? Cursor { get; init; }
}

/// <summary>What administrators did, newest first.</summary>
internal sealed record AuditList(IReadOnlyList<AuditItem> Items, string? NextCursor);

internal sealed record AuditItem(string Id, DateTimeOffset At, string Actor, string Action, string? SubjectId, IReadOnlyList<AuditItemChange> Changes)
{
    public static AuditItem From(AuditEntry entry) => new(
        entry.Id, entry.At, entry.Actor, entry.Action, entry.SubjectId,
        [.. entry.Changes.Select(change => new AuditItemChange(change.Field, change.Before, change.After))]);
}

/// <summary>One field that became different; values are JSON in text, null where there was or is none.</summary>
internal sealed record AuditItemChange(string Field, string? Before, string? After);
