using System.ComponentModel;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Notifications that were given up: why, and another try once the channel is repaired. For administrators.</summary>
internal static class DeadNotificationEndpoints
{
    public static void Map(RouteGroupBuilder administrators)
    {
        var group = administrators.MapGroup("/dead-notifications");
        group.MapGet("", ListAsync)
            .WithName("ListDeadNotifications").WithSummary("Notifications that were given up, newest first, with what the far end said last")
            .Produces<DeadNotificationList>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();
        group.MapPost("/{id}/replay", ReplayAsync).Audited("notification.replayed")
            .WithName("ReplayDeadNotification").WithSummary("Try a notification again that was given up, with the same id")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] DeadNotificationParameters parameters, HttpContext http, INotificationOutbox outbox, TimeProvider time)
    {
        _ = parameters;
        var reader = new QueryReader(http.Request, "limit");
        var limit = reader.Limit();
        reader.ThrowIfInvalid();
        var dead = await outbox.ListDeadAsync(limit, http.RequestAborted);
        var total = dead.Count < limit ? dead.Count : (await outbox.GetDepthAsync(time.GetUtcNow(), http.RequestAborted)).Dead;
        return new JsonAnswer<DeadNotificationList>(new DeadNotificationList([.. dead.Select(DeadNotificationItem.From)], total), AlertingAnswersJson.Default.DeadNotificationList);
    }

    private static async Task<IResult> ReplayAsync(string id, HttpContext http, INotificationOutbox outbox, OutboxSignal signal, TimeProvider time)
    {
        if (!await outbox.ReplayAsync(id, time.GetUtcNow(), http.RequestAborted))
            return Problems.NotFoundHere();
        signal.Raise();
        return TypedResults.NoContent();
    }
}

/// <summary>Query parameters of the list, for the OpenAPI document.</summary>
internal sealed record DeadNotificationParameters
{
    [FromQuery(Name = "limit"), Description("Items, 1–200. Default 50.")]
    public string? Limit { get; init; }
}
