using IntegrationHealth.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Endpoints;

/// <summary>
/// Takes what no route under our paths takes, because routing would answer it without a problem document: an unknown path (404), a method that a
/// path does not have (405), a body of another type (415). Which of them it is shows in the routes themselves.
/// </summary>
internal static class UnservedEndpoint
{
    /// <summary>Takes the rest under <paramref name="path"/> of a group. Routes of the host there still come first.</summary>
    public static void MapUnserved(this RouteGroupBuilder group, string path) => group.Map($"{path}/{{**rest}}", (RequestDelegate)AnswerAsync)
        .WithDisplayName($"{path}: unserved").ExcludeFromDescription()
        .Add(static endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);

    private static Task AnswerAsync(HttpContext http)
    {
        var scope = EndpointScope.Of(http);
        string[] methods = [.. http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => ReferenceEquals(endpoint.Metadata.GetMetadata<EndpointScope>(), scope) && Matches(endpoint, http.Request.Path))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        if (methods.Length == 0)
            return Problems.NoRoute().ExecuteAsync(http);
        if (methods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase))
            return Problems.NotJson().ExecuteAsync(http);
        http.Response.Headers.Allow = string.Join(", ", methods);
        return Problems.WrongMethod(methods).ExecuteAsync(http);
    }

    private static bool Matches(RouteEndpoint endpoint, PathString path)
    {
        var template = new RouteTemplate(endpoint.RoutePattern);
        return new TemplateMatcher(template, []).TryMatch(path, []);
    }
}
