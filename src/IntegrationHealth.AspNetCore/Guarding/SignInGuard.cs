using IntegrationHealth.Authorization;
using IntegrationHealth.Endpoints;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Guarding;

/// <summary>Asks the host's authorization whether a caller meets the policy of an endpoint.</summary>
internal static class SignInGuard
{
    /// <summary>Null lets the caller in; otherwise what to answer. Signs the caller in by the policy's own schemes, if it names any.</summary>
    public static async Task<IResult?> DecideAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint()!;
        var scope = EndpointScope.Of(http);
        var link = endpoint.Metadata.GetMetadata<SignedLink>();
        if (scope.Policy is null || link?.Opens(http) == true)
            return null;

        var services = http.RequestServices;
        var policy = await services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(scope.Policy)
            ?? throw new InvalidOperationException($"There is no authorization policy named '{scope.Policy}'. Add it with AddAuthorizationBuilder().AddPolicy(…).");
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var authentication = await evaluator.AuthenticateAsync(policy, http);
        http.Features.Set(new SignInEnd(authentication.Properties?.ExpiresUtc));
        var decision = await evaluator.AuthorizeAsync(policy, authentication, http, http);
        if (decision.Succeeded)
            return null;
        var challenged = decision.Challenged || http.User.Identity?.IsAuthenticated != true;
        await ChallengeAsync(http, policy, challenged);
        return !challenged ? Problems.NotAllowed(scope.Audience)
            : link is not null && SignedLink.IsTried(http) ? Problems.LinkNotValid()
            : Problems.NotSignedIn();
    }

    /// <summary>Asks the host's schemes how to sign in, and keeps of what they answer only that: no page, no redirect, no cookie.</summary>
    private static async Task ChallengeAsync(HttpContext http, AuthorizationPolicy policy, bool challenged)
    {
        if (!challenged)
            return;
        var schemes = http.RequestServices.GetService<IAuthenticationSchemeProvider>();
        var fallback = schemes is null ? null : (await schemes.GetDefaultChallengeSchemeAsync())?.Name;
        IEnumerable<string> names = policy.AuthenticationSchemes.Count > 0 ? policy.AuthenticationSchemes : fallback is null ? [] : [fallback];
        var response = http.Response;
        var (status, headers) = (response.StatusCode, response.Headers.ToArray());
        using (DiscardedBody.In(http))
        {
            foreach (var name in names)
                await http.ChallengeAsync(name);
        }

        var challenge = response.Headers.WWWAuthenticate;
        response.StatusCode = status;
        response.Headers.Clear();
        foreach (var (name, value) in headers)
            response.Headers[name] = value;
        response.Headers.WWWAuthenticate = challenge;
    }
}
