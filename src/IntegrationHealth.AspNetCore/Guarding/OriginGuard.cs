using IntegrationHealth.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Guarding;

/// <summary>
/// Keeps pages of other sites from opening the hub. Browsers put a person's cookies on a WebSocket whoever opens it, and CORS does not apply to
/// sockets: where people sign in by cookie, any page they visit could otherwise listen in their name.
/// </summary>
internal sealed class OriginGuard(IEnumerable<string> allowed, ILogger logger)
{
    private readonly HashSet<string> _allowed = new(allowed.Select(WebOrigin.Normalize).OfType<string>(), StringComparer.Ordinal);

    /// <summary>Puts the guard before <paramref name="endpoints"/>, behind the one that asks who calls.</summary>
    public void Protect(IEndpointConventionBuilder endpoints) => endpoints.Add(endpoint =>
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = http => MayCome(http.Request) ? next(http) : RefuseAsync(http);
    });

    internal bool MayCome(HttpRequest request)
    {
        // No browser leaves it out where it matters: on a WebSocket, a POST, and whatever asks another site and wants to read the answer.
        var origins = request.Headers.Origin;
        if (origins.Count == 0)
            return true;
        // The browser's own word, which no page can forge; it holds whatever a proxy did to host, port and path.
        if (request.Headers["Sec-Fetch-Site"] is ["same-origin"])
            return true;
        return origins is [{ } origin]
            && (WebOrigin.IsOf(request, origin) || (WebOrigin.Normalize(origin) is { } normal && _allowed.Contains(normal)));
    }

    private Task RefuseAsync(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        EndpointLog.OriginRefused(logger, origin.Length <= 200 ? origin : origin[..200], $"{http.Request.Scheme}://{http.Request.Host}");
        return Problems.WrongOrigin().ExecuteAsync(http);
    }
}
