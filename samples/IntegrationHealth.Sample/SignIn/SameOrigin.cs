namespace IntegrationHealth.Sample.SignIn;

/// <summary>
/// Whether a request that changes something, or opens a socket, comes from this host's own pages. SameSite=Strict alone lets pages on
/// another port or a sibling domain through.
/// </summary>
internal static class SameOrigin
{
    public static bool MayCarryCookie(HttpRequest request)
    {
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (isSafe && !request.HttpContext.WebSockets.IsWebSocketRequest && !request.Headers.ContainsKey("Upgrade"))
            return true;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 ? site == "same-origin" : IsOwn(request.Headers.Origin.ToString(), request.Host);
    }

    /// <summary>A proxy may pass the host on without its port.</summary>
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.Host, host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && (host.Port is null || host.Port == uri.Port);
}
