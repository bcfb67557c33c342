using System.Net;

namespace IntegrationHealth.Checks.Http;

/// <summary>One request of a check: the first, or one that a redirect asked for.</summary>
/// <param name="Uri">What is asked.</param>
/// <param name="Method">How.</param>
/// <param name="SameOrigin">True while no redirect has led to another origin: only then is the credential sent.</param>
/// <param name="SameHost">True while no redirect has led to another host: only then is the address the one that its author typed.</param>
/// <param name="SendsBody">True when the request has a body.</param>
internal readonly record struct RedirectHop(Uri Uri, HttpMethod Method, bool SameOrigin, bool SameHost, bool SendsBody);

/// <summary>Why a redirect was not followed.</summary>
internal enum RedirectRefusal
{
    None,
    TooMany,
    NoAddress,
    OtherScheme,
    LeavesTls,
    LeavesOrigin,
    SignIn,
    Portal,
    CarriesBody,
}

/// <summary>Decides where a redirect may lead. Pure.</summary>
internal static class RedirectRules
{
    /// <summary>Hyphens, underscores and the ending of a page are left out: <c>sign_in</c>, <c>wp-login.php</c>.</summary>
    private static readonly HashSet<string> SignInWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "login", "logon", "signin", "signon", "wplogin", "userlogin", "sso", "auth", "authorize", "authenticate", "oauth", "oauth2", "saml",
        "saml2", "adfs", "accounts", "idp",
    };

    /// <summary>True for the statuses that ask for another address.</summary>
    public static bool IsRedirect(int status) => status is 301 or 302 or 303 or 307 or 308;

    /// <summary>The next request, or why there is none.</summary>
    /// <param name="hop">The request that was answered.</param>
    /// <param name="origin">The address of the settings.</param>
    /// <param name="status">A status for which <see cref="IsRedirect"/> holds.</param>
    /// <param name="location">The Location header.</param>
    /// <param name="signed">
    /// True when a credential was sent: then a sign-in page is an answer, not a detour, and no page that never saw the credential can say
    /// that it is good.
    /// </param>
    /// <param name="left">Redirects that may still be followed.</param>
    /// <param name="next">The next request.</param>
    public static RedirectRefusal Decide(
        RedirectHop hop, Uri origin, int status, Uri? location, bool signed, int left, out RedirectHop next)
    {
        next = default;
        if (location is null || !Uri.TryCreate(hop.Uri, location, out var uri))
            return RedirectRefusal.NoAddress;
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            return RedirectRefusal.OtherScheme;
        // No service signs people in without encryption on another host; the network of a hotel or a train does.
        if (uri.Scheme == Uri.UriSchemeHttp && !IsSameHost(hop.Uri, uri) && LooksLikeSignIn(uri) && !LooksLikeSignIn(hop.Uri))
            return RedirectRefusal.Portal;
        if (signed && LooksLikeSignIn(uri) && !LooksLikeSignIn(hop.Uri))
            return RedirectRefusal.SignIn;
        if (hop.Uri.Scheme == Uri.UriSchemeHttps && uri.Scheme == Uri.UriSchemeHttp)
            return RedirectRefusal.LeavesTls;
        if (signed && !IsSameOrigin(origin, uri))
            return RedirectRefusal.LeavesOrigin;
        if (left <= 0)
            return RedirectRefusal.TooMany;

        var becomesGet = (status == 303 && hop.Method != HttpMethod.Head) || (status is 301 or 302 && hop.Method == HttpMethod.Post);
        var sendsBody = hop.SendsBody && !becomesGet;
        // Once elsewhere, a way back does not regain the credential: the far end could choose what it is sent with.
        var sameOrigin = hop.SameOrigin && IsSameOrigin(origin, uri);
        if (sendsBody && !sameOrigin)
            return RedirectRefusal.CarriesBody;

        var sameHost = hop.SameHost && IsSameHost(origin, uri);
        next = new RedirectHop(uri, becomesGet ? HttpMethod.Get : hop.Method, sameOrigin, sameHost, sendsBody);
        return RedirectRefusal.None;
    }

    /// <summary>True when the first label of the host or a part of the path is a word of sign-in pages.</summary>
    public static bool LooksLikeSignIn(Uri uri)
    {
        var host = uri.Host;
        if (!IPAddress.TryParse(uri.DnsSafeHost, out _) && SignInWords.Contains(Word(host)))
            return true;
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Word).ToArray();
        return parts.Any(SignInWords.Contains) || IsNewSession(parts);
    }

    /// <summary>Where a session is begun, as in <c>/sessions/new</c>; what goes on behind one, as in <c>/sessions/42/files</c>, is an API's.</summary>
    private static bool IsNewSession(string[] parts) => parts is [.., "session" or "sessions"] or [.., "session" or "sessions", "new"];

    private static string Word(string part) =>
        part.Split('.')[0].Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static bool IsSameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.Port == right.Port && IsSameHost(left, right);

    private static bool IsSameHost(Uri left, Uri right) => left.IdnHost.Equals(right.IdnHost, StringComparison.OrdinalIgnoreCase);
}
