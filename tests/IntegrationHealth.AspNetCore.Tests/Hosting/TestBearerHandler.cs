using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Tests.Hosting;

/// <summary>
/// The token is the user's name; <c>admin</c> has the role admin, <c>nobody</c> has no id, and the sign-in of <c>alice!30</c> ends in 30 s.
/// </summary>
internal sealed class TestBearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "TestBearer";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
            return Task.FromResult(AuthenticateResult.NoResult());
        var parts = header["Bearer ".Length..].Split('!');
        var user = parts[0];
        List<Claim> claims = user == "nobody" ? [] : [new("sub", user)];
        if (parts.Length > 1)
            claims.Add(new("exp", $"{TimeProvider.GetUtcNow().ToUnixTimeSeconds() + long.Parse(parts[1], CultureInfo.InvariantCulture)}"));
        if (user == "admin")
            claims.Add(new(ClaimTypes.Role, "admin"));
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName);
        return Task.FromResult(AuthenticateResult.Success(ticket));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return base.HandleChallengeAsync(properties);
    }
}
