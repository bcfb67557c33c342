using IntegrationHealth.Alerting;
using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHealth.Endpoints;

/// <summary>Every error the endpoints answer, in one place.</summary>
internal static class Problems
{
    /// <summary>Unknown and hidden ids get this same answer, which must not repeat the id's owner or anything else about it.</summary>
    public static ProblemAnswer NotFound() => Of(StatusCodes.Status404NotFound, "Not found", "There is no integration with this id.");

    public static ProblemAnswer NoRoute() => Of(StatusCodes.Status404NotFound, "Not found",
        "There is no such route. The OpenAPI document of this host lists those there are.");

    public static ProblemAnswer WrongMethod(IEnumerable<string> allowed) => Of(StatusCodes.Status405MethodNotAllowed, "Wrong method",
        $"This route does not take that method. It takes {string.Join(", ", allowed)}.");

    public static ProblemAnswer NotFoundHere() => Of(StatusCodes.Status404NotFound, "Not found", "There is nothing with this id.");

    public static ProblemAnswer AlertState(string detail) => Of(StatusCodes.Status409Conflict, "Not possible now", detail);

    public static ProblemAnswer InUse(IReadOnlyList<string> users) => Of(StatusCodes.Status409Conflict, "In use",
        $"It is used by {string.Join(", ", users.Take(10))}{(users.Count > 10 ? $" and {users.Count - 10} more" : "")}. Take it out there first.");

    public static ProblemAnswer ChangedMeanwhile() => Of(StatusCodes.Status409Conflict, "Changed meanwhile",
        "Somebody else changed this at the same moment. Read it again, then change it.");

    public static ProblemAnswer Fixed(ConfigurationOrigin origin) => Of(StatusCodes.Status409Conflict, "Fixed", origin == ConfigurationOrigin.Code
        ? "This is fixed in the host's code and can be changed only there."
        : "This is fixed in the host's configuration and can be changed only there.");

    public static ProblemAnswer NotSignedIn() => Of(StatusCodes.Status401Unauthorized, "Not signed in",
        "This route answers only to callers who are signed in. Send the host's credentials with the request, such as a bearer token or its cookie.");

    public static ProblemAnswer NotAllowed(Audience audience) => Of(StatusCodes.Status403Forbidden, "Not allowed", audience == Audience.Administrator
        ? "You are signed in, but this route is for administrators. Sign in as one, or use the routes under /api/integrations for what is yours."
        : "You are signed in, but not allowed to use this route. Ask an administrator of this host for access.");

    public static ProblemAnswer WrongOrigin() => Of(StatusCodes.Status403Forbidden, "Not from this page",
        "The page that opens this connection is of another site (header Origin), and this host does not name it among HubAllowedOrigins.");

    public static ProblemAnswer NoOwner() => Of(StatusCodes.Status403Forbidden, "No owner",
        "You are signed in, but your sign-in carries no owner id (claim 'sub' or the name identifier), so there is nothing to list.");

    public static ProblemAnswer Paused() => Of(StatusCodes.Status409Conflict, "Paused",
        "This integration is paused. Switch it on before checking it.");

    public static ProblemAnswer TooManyChecks(TimeSpan interval, TimeSpan retryAfter) => new(
        Details(StatusCodes.Status429TooManyRequests, "Checked a moment ago",
            $"This integration was checked on request less than {interval.TotalSeconds:0.#} seconds ago. Try again in {Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)):0} s."),
        retryAfter);

    public static ProblemAnswer TestedAMomentAgo(TimeSpan retryAfter) => new(
        Details(StatusCodes.Status429TooManyRequests, "Tested a moment ago",
            $"This channel was tested a moment ago. Try again in {Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)):0} s."),
        retryAfter);

    public static ProblemAnswer LinkNotValid() => Of(StatusCodes.Status401Unauthorized, "Link not valid",
        "This link is not valid, or its time is over. Use a newer one.");

    public static ProblemAnswer TooManyCalls(TimeSpan retryAfter) => new(
        Details(StatusCodes.Status429TooManyRequests, "Too many calls",
            $"You have called more often than this host allows. Try again in {Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)):0} s, and call less often: the hub tells of changes without polling."),
        retryAfter);

    public static ProblemAnswer TooManyChecksOfOwner(int perMinute, TimeSpan retryAfter) => new(
        Details(StatusCodes.Status429TooManyRequests, "Too many checks",
            $"More than {perMinute} checks in a minute were asked for. Try again in {Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)):0} s."),
        retryAfter);

    public static ProblemAnswer BadRequest(BadHttpRequestException exception) => Of(exception.StatusCode,
        exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? "Too large" : "Bad request", exception.Message);

    /// <summary>What went wrong stays in the log: an exception's message may hold what a caller must not see.</summary>
    public static ProblemAnswer Failed(string traceId) => Of(StatusCodes.Status500InternalServerError, "Failed",
        $"The host could not answer. Its log says why, under trace {traceId}.");

    /// <summary>Not the caller's fault, and not for ever.</summary>
    public static ProblemAnswer StorageAway() => new(
        Details(StatusCodes.Status503ServiceUnavailable, "Storage is away",
            "The host cannot reach its storage at the moment. Checks go on where their queue does not need it. Try again in some seconds."),
        TimeSpan.FromSeconds(5));

    public static ProblemAnswer CheckTookTooLong() => Of(StatusCodes.Status504GatewayTimeout, "The check took too long",
        "No result came in time. The check may still be waiting for its turn; its result will show when it is done.");

    public static ProblemAnswer CannotSign() => Of(StatusCodes.Status501NotImplemented, "No signing keys",
        "Public links are signed with Data Protection, which this host has not set up. Call builder.Services.AddDataProtection().");

    public static ProblemAnswer NotJson() => Of(StatusCodes.Status415UnsupportedMediaType, "Not JSON",
        "Send the body as application/json.");

    public static ProblemAnswer NotOwnedByCatalog(IntegrationOrigin origin) => Of(StatusCodes.Status409Conflict, "Fixed integration", origin switch
    {
        IntegrationOrigin.Code => "This integration is fixed in the host's code and can be changed only there.",
        IntegrationOrigin.Configuration => "This integration is fixed in the host's configuration and can be changed only there.",
        _ => "This integration comes from the host's own tables and can be changed only there.",
    });

    public static ProblemAnswer Invalid(IEnumerable<IntegrationValidationError> errors) =>
        WithErrors(StatusCodes.Status400BadRequest, "Invalid values", errors);

    public static IntegrationValidationError CursorError { get; } = new(
        "cursor", "This cursor does not belong to this list with these filters and this order. Begin without a cursor.");

    public static ProblemAnswer WrongCursor() => Invalid([CursorError]);

    public static ProblemAnswer IdTaken(IEnumerable<IntegrationValidationError> errors) =>
        WithErrors(StatusCodes.Status409Conflict, "The id is taken", errors);

    private static ProblemAnswer WithErrors(int status, string title, IEnumerable<IntegrationValidationError> errors)
    {
        var byField = errors.GroupBy(error => error.Field, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray(), StringComparer.Ordinal);
        var details = Details(status, title, string.Join(' ', byField.Values.SelectMany(messages => messages)));
        return new(new HttpValidationProblemDetails(byField)
        {
            Type = details.Type,
            Title = details.Title,
            Status = status,
            Detail = details.Detail,
        });
    }

    private static ProblemAnswer Of(int status, string title, string detail) => new(Details(status, title, detail));

    private static ProblemDetails Details(int status, string title, string detail) =>
        new() { Type = "about:blank", Title = title, Status = status, Detail = detail };
}
