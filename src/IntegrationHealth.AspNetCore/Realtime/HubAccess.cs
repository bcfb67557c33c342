using System.Globalization;
using System.Security.Claims;
using IntegrationHealth.Authorization;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Guarding;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Realtime;

/// <summary>Who is behind a connection, and for how long. The routes' own rules, asked of a connection.</summary>
internal sealed class HubAccess(EndpointScope scope, IntegrationHealthEndpointOptions options, IServiceScopeFactory host)
{
    public int SubscriptionsPerConnection => options.HubSubscriptionsPerConnection;

    public HubSession Open(HttpContext http, HubCallerContext connection) =>
        new(connection.ConnectionId, connection.User ?? http.User, scope, EndOf(http), connection.Abort);

    /// <summary>Asks the administrators' policy, each time anew.</summary>
    public async Task<bool> IsAdministratorAsync(HubSession session) =>
        session.SeesAsAdministrator = options.AdminPolicy is null ? options.Anonymous : await MeetsAsync(session.User, options.AdminPolicy);

    /// <summary>True while the connection may stay: its sign-in lasts, and the policy it came in by still says yes.</summary>
    public async Task<bool> MayStayAsync(HubSession session, DateTimeOffset now) =>
        !(session.EndsAt <= now) && (scope.Policy is null || await MeetsAsync(session.User, scope.Policy));

    private async Task<bool> MeetsAsync(ClaimsPrincipal user, string policy)
    {
        await using var services = host.CreateAsyncScope();
        return (await services.ServiceProvider.GetRequiredService<IAuthorizationService>().AuthorizeAsync(user, null, policy)).Succeeded;
    }

    // What the sign-in says of itself; else the claim by which a token says it.
    private static DateTimeOffset? EndOf(HttpContext http) =>
        http.Features.Get<SignInEnd>()?.At
        ?? (long.TryParse(http.User.FindFirstValue("exp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
}
