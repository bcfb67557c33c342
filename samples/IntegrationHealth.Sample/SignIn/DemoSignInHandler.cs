using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Sample.SignIn;

/// <summary>
/// Takes three well-known tokens for three people, from the header or from the cookie of the sign-in page. A demonstration and nothing else: outside the sample's own environment it accepts none.
/// </summary>
internal sealed class DemoSignInHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IHostEnvironment environment)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Token() is not { } token)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (!DemoSignIn.IsAllowedIn(environment))
            return Task.FromResult(AuthenticateResult.Fail($"Demo tokens are not accepted in environment {environment.EnvironmentName}."));
        if (!DemoSignIn.Owners.TryGetValue(token, out var owner))
            return Task.FromResult(AuthenticateResult.Fail("Unknown demo token."));
        var identity = new ClaimsIdentity(Claims(owner), Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    /// <summary>
    /// The header speaks for itself; for the hub also the query, because browsers send no headers with a WebSocket, and nowhere else:
    /// addresses end up in logs. A cookie, which a browser adds to whatever is asked for, counts only from the host's own pages.
    /// </summary>
    private string? Token()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return header[Bearer.Length..].Trim();
        if (Request.Path.StartsWithSegments(DemoSignIn.HubPath, StringComparison.Ordinal)
            && Request.Query["access_token"].ToString() is { Length: > 0 } token)
            return token;
        return Request.Cookies[SignInPage.Cookie] is { Length: > 0 } cookie && SameOrigin.MayCarryCookie(Request) ? cookie : null;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"IntegrationHealth sample\"";
        return base.HandleChallengeAsync(properties);
    }

    private static IEnumerable<Claim> Claims(string owner)
    {
        yield return new Claim(ClaimTypes.NameIdentifier, owner);
        yield return new Claim(ClaimTypes.Name, owner);
        if (owner == DemoSignIn.Administrator)
            yield return new Claim(ClaimTypes.Role, DemoSignIn.AdministratorRole);
    }
}
