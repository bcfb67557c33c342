using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Auditing;

/// <summary>
/// Every administrator route that is not a GET says what it is called in the audit log, or that it changes nothing. One that says neither
/// stops the start, so it cannot be forgotten.
/// </summary>
internal static class AuditedExtensions
{
    /// <summary>Writes <paramref name="action"/>, as <c>subject.verb</c>, to the audit log once the handler has succeeded; see <see cref="AuditNote"/>.</summary>
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder route, string action) =>
        route.WithMetadata(new AuditedAction(action)).AddEndpointFilter(AuditFilter.InvokeAsync);

    /// <summary>For a POST that only looks, such as a preview.</summary>
    public static RouteHandlerBuilder ChangesNothing(this RouteHandlerBuilder route) => route.WithMetadata(AuditedAction.None);

    /// <summary>Refuses routes of <paramref name="group"/> that may change something and say nothing about the audit log.</summary>
    public static void RequireAudit(this RouteGroupBuilder group) => ((IEndpointConventionBuilder)group).Finally(endpoint =>
    {
        var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? [];
        if (methods.Any(method => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)) && !endpoint.Metadata.OfType<AuditedAction>().Any())
            throw new InvalidOperationException($"{endpoint.DisplayName}: say .Audited(\"subject.verb\") or .ChangesNothing().");
    });
}

/// <summary>What a route is called in the audit log; endpoint metadata.</summary>
internal sealed record AuditedAction(string? Name)
{
    public static AuditedAction None { get; } = new((string?)null);
}
