using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Guarding;

/// <summary>Web origins (RFC 6454): scheme, host and port of the page that a browser sends a request for.</summary>
internal static class WebOrigin
{
    /// <summary>The origin as browsers write it; null when <paramref name="text"/> is not the address of a site alone.</summary>
    public static string? Normalize(string text) => Read(text) is { } uri ? uri.GetLeftPart(UriPartial.Authority) : null;

    /// <summary>True when <paramref name="origin"/> is the site that the request was sent to.</summary>
    public static bool IsOf(HttpRequest request, string origin)
    {
        if (Read(origin) is not { } page)
            return false;
        // TLS may end at a proxy that does not say so: then a page of https is right. One of http on a host of https never is.
        if (request.IsHttps && page.Scheme != Uri.UriSchemeHttps)
            return false;
        return Uri.TryCreate($"{page.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out var host)
            && host.Port == page.Port && string.Equals(host.IdnHost, page.IdnHost, StringComparison.OrdinalIgnoreCase);
    }

    private static Uri? Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" } ? uri : null;
}
