using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Auditing;
using IntegrationHealth.Authorization;
using IntegrationHealth.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Alerts with their timelines, and what people do about them. For administrators.</summary>
internal static class AlertEndpoints
{
    private const int MaxComment = 1_000;
    private const int MaxSearch = 100;

    public static void Map(RouteGroupBuilder administrators)
    {
        var group = administrators.MapGroup("/alerts");
        group.MapGet("", ListAsync)
            .WithName("ListAlerts").WithSummary("Alerts with their timelines, newest first")
            .Produces<AlertList>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();
        group.MapGet("/{id}", GetAsync)
            .WithName("GetAlert").WithSummary("One alert with its timeline: who was told, when, by which channel, with what result")
            .Produces<AlertItem>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);
        MapAction(group, "acknowledge", "AcknowledgeAlert", "Take an alert on: its escalation ends and nothing is repeated",
            (actions, id, by, comment, cancellation) => actions.AcknowledgeAsync(id, by, comment, cancellation));
        MapAction(group, "resolve", "ResolveAlert", "End an alert; it fires again only after its conditions were clear",
            (actions, id, by, comment, cancellation) => actions.ResolveAsync(id, by, comment, cancellation));
    }

    private static void MapAction(
        RouteGroupBuilder group, string verb, string name, string summary,
        Func<AlertActions, string, string, string?, CancellationToken, Task<AlertActionResult>> act) =>
        group.MapPost($"/{{id}}/{verb}", async Task<IResult> (string id, HttpContext http, AlertActions actions, IAlertStore store, Suppressions suppressions, TimeProvider time) =>
            {
                var result = await act(actions, id, Caller.NameOf(http.User), await CommentAsync(http.Request), http.RequestAborted);
                return result is { Status: AlertActionStatus.Done, Alert: { } alert }
                    ? await AnswerAsync(alert, store, suppressions, time, http.RequestAborted)
                    : Refusal(result);
            })
            .Audited($"alert.{verb}d")
            // "*/*" for calls without a body, which name no type: routing would give them to what takes the unserved paths. It is not documented.
            .WithName(name).WithSummary(summary).Accepts<AlertComment>(isOptional: true, "application/json", OperationTransformer.AnyType).TakesBody()
            .Produces<AlertItem>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    public static IResult Refusal(AlertActionResult result) => result.Status switch
    {
        AlertActionStatus.NotFound => Problems.NotFoundHere(),
        AlertActionStatus.AlreadyResolved => Problems.AlertState("This alert is over."),
        AlertActionStatus.NotFiring => Problems.AlertState("This alert is pending: it has not fired, and nobody was told of it."),
        _ => Problems.ChangedMeanwhile(),
    };

    private static async Task<IResult> ListAsync(
        [AsParameters] AlertParameters parameters, HttpContext http, IAlertStore store, Suppressions suppressions, TimeProvider time)
    {
        _ = parameters;
        var reader = new QueryReader(http.Request, "state", "severity", "provider", "integrationId", "ruleId", "q", "from", "to", "limit", "cursor");
        var query = new AlertQuery
        {
            States = reader.Choices<AlertState>("state") is { Count: > 0 } named ? named : Enum.GetValues<AlertState>(),
            Severities = reader.Choices<AlertSeverity>("severity"),
            Providers = reader.Texts("provider"),
            IntegrationIds = reader.Texts("integrationId"),
            RuleIds = reader.Texts("ruleId"),
            Search = reader.Text("q", MaxSearch),
            From = reader.Time("from"),
            To = reader.Time("to"),
            Limit = reader.Limit() + 1,
        };
        if (query.From >= query.To)
            reader.Fail("from", "'from' is not before 'to'.");
        var list = Cursor.ListOf("alerts", string.Join(',', query.States), string.Join(',', query.Severities), string.Join(',', query.Providers),
            string.Join(',', query.IntegrationIds), string.Join(',', query.RuleIds), query.Search, query.From?.ToString("O"), query.To?.ToString("O"));
        var position = reader.Cursor(list, parts: 2);
        reader.ThrowIfInvalid();
        if (position is not null)
            query = query with { After = new AlertPosition(Cursor.Time(position[0]), position[1]) };

        var found = await store.QueryAsync(query, http.RequestAborted);
        Alert[] page = [.. found.Take(query.Limit - 1)];
        var timelines = (await store.GetTimelinesAsync([.. page.Select(alert => alert.Id)], http.RequestAborted)).ToLookup(step => step.AlertId);
        var suppressed = await suppressions.OfAsync(page, store, time.GetUtcNow(), http.RequestAborted);
        var next = found.Count == query.Limit ? Cursor.Write(list, Cursor.Text(page[^1].StartedAt), page[^1].Id) : null;
        return new JsonAnswer<AlertList>(new AlertList(
            [.. page.Select(alert => AlertItem.From(alert, suppressed[alert.Id], timelines[alert.Id]))], next), AlertingAnswersJson.Default.AlertList);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IAlertStore store, Suppressions suppressions, TimeProvider time) =>
        await store.GetAsync([id], http.RequestAborted) is [var alert]
            ? await AnswerAsync(alert, store, suppressions, time, http.RequestAborted)
            : Problems.NotFoundHere();

    private static async Task<IResult> AnswerAsync(
        Alert alert, IAlertStore store, Suppressions suppressions, TimeProvider time, CancellationToken cancellationToken)
    {
        var suppressed = await suppressions.OfAsync([alert], store, time.GetUtcNow(), cancellationToken);
        var timeline = await store.GetTimelinesAsync([alert.Id], cancellationToken);
        return new JsonAnswer<AlertItem>(AlertItem.From(alert, suppressed[alert.Id], timeline), AlertingAnswersJson.Default.AlertItem);
    }

    private static async Task<string?> CommentAsync(HttpRequest request)
    {
        if (await AlertingBody.ReadOptionalAsync(request) is not { } body)
            return null;
        foreach (var (field, _) in body)
        {
            if (field != "comment")
                throw AlertingBody.Invalid(field, $"'{field}' is not a field here; known is: comment.");
        }

        return body["comment"] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) && text.Length <= MaxComment => text,
            _ => throw AlertingBody.Invalid("comment", $"'comment' must be a string of up to {MaxComment} characters."),
        };
    }
}

/// <summary>What a person says about what they do.</summary>
internal sealed record AlertComment(string? Comment);

/// <summary>Query parameters of a list of alerts, for the OpenAPI document.</summary>
internal sealed record AlertParameters
{
    [FromQuery(Name = "state"), Description("Only these: pending, firing, recovering, resolved; several by commas.")]
    public string? State { get; init; }

    [FromQuery(Name = "severity"), Description("Only these: info, warning, critical.")]
    public string? Severity { get; init; }

    [FromQuery(Name = "provider"), Description("Only of these providers.")]
    public string? Provider { get; init; }

    [FromQuery(Name = "integrationId"), Description("Only of these integrations.")]
    public string? IntegrationId { get; init; }

    [FromQuery(Name = "ruleId"), Description("Only of these rules.")]
    public string? RuleId { get; init; }

    [FromQuery(Name = "q"), Description("Part of the message, of the integration's id or name, of the rule's id or name, or of the provider, ignoring the case of A–Z; 1–100 characters.")]
    public string? Q { get; init; }

    [FromQuery(Name = "from"), Description("Only those not over by then, ISO 8601.")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("Only those that began before, ISO 8601.")]
    public string? To { get; init; }

    [FromQuery(Name = "limit"), Description("Items of a page, 1–200. Default 50.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("nextCursor of the page before.")]
    public string? Cursor { get; init; }
}
