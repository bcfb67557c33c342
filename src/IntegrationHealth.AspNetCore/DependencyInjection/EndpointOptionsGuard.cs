using IntegrationHealth.Guarding;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Refuses options that leave open who may call, or that contradict each other. Names every mistake at once.</summary>
internal static class EndpointOptionsGuard
{
    private const string NothingChosen =
        """
        MapIntegrationHealth() denies by default and was not told who may call it. Name an authorization policy for owners (and one for administrators, if you want their routes):

            app.MapIntegrationHealth(options =>
            {
                options.OwnerPolicy = "SignedIn";          // builder.Services.AddAuthorizationBuilder().AddPolicy("SignedIn", policy => policy.RequireAuthenticatedUser())
                options.AdminPolicy = "Administrators";
            });

        or open everything, on a private network or for a trial:

            app.MapIntegrationHealth(options => options.AllowAnonymous());
        """;

    public static void ThrowIfInvalid(IntegrationHealthEndpointOptions options)
    {
        var errors = Errors(options).ToList();
        if (errors.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
    }

    private static IEnumerable<string> Errors(IntegrationHealthEndpointOptions options)
    {
        if (options.OwnerPolicy is null && !options.Anonymous)
            yield return NothingChosen;
        if (options.OwnerPolicy is not null && options.Anonymous)
        {
            yield return $"MapIntegrationHealth() was given OwnerPolicy '{options.OwnerPolicy}' and AllowAnonymous(). "
                + "They contradict each other: keep one.";
        }

        if (options.OwnerPolicy is { } owner && string.IsNullOrWhiteSpace(owner))
            yield return "OwnerPolicy is blank: give the name of an authorization policy.";
        if (options.AdminPolicy is { } admin && string.IsNullOrWhiteSpace(admin))
            yield return "AdminPolicy is blank: give the name of an authorization policy, or leave it null for no administrator routes.";
        if (options.PublicUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return $"PublicUrl '{url}' is not an absolute http or https address, such as https://host.example.";
        foreach (var origin in options.HubAllowedOrigins.Where(origin => WebOrigin.Normalize(origin) is null))
        {
            yield return $"{IntegrationHealthEndpointOptions.SectionName}:HubAllowedOrigins holds '{origin}': "
                + "give scheme and host without a path, such as https://portal.example.com.";
        }

        foreach (var key in EndpointOptionKeys.All)
        {
            if (key.Fault(options) is { } value)
                yield return key.Refusal(IntegrationHealthEndpointOptions.SectionName, value);
        }
    }

    /// <summary>Refuses a policy that nobody has registered, now rather than with the first request.</summary>
    public static void ThrowIfPolicyIsMissing(IntegrationHealthEndpointOptions options, IServiceProvider services)
    {
        foreach (var name in ((string?[])[options.OwnerPolicy, options.AdminPolicy]).OfType<string>())
        {
            if (services.GetService<IPolicyEvaluator>() is null || services.GetService<IAuthorizationPolicyProvider>() is not { } policies)
            {
                throw new InvalidOperationException(
                    $"MapIntegrationHealth() was told to ask for policy '{name}', but this host has no authorization. Call builder.Services.AddAuthorization() and AddAuthentication().");
            }

            // A provider that has to look elsewhere is asked at the first request.
            var lookup = policies.GetPolicyAsync(name);
            if (lookup.IsCompletedSuccessfully && lookup.Result is null)
            {
                throw new InvalidOperationException(
                    $"There is no authorization policy named '{name}'. Add it: builder.Services.AddAuthorizationBuilder().AddPolicy(\"{name}\", policy => policy.RequireAuthenticatedUser()).");
            }
        }
    }
}
