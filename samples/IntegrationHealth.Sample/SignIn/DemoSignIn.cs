using Microsoft.AspNetCore.Authentication;

namespace IntegrationHealth.Sample.SignIn;

/// <summary>The demonstration's people, and the two policies that the endpoints ask for.</summary>
internal static class DemoSignIn
{
    public const string Scheme = "Demo";
    public const string OwnerPolicy = "owner";
    public const string AdminPolicy = "administrator";
    public const string Administrator = "admin";
    public const string HubPath = "/api/integrations/health/hub";
    public const string AdministratorRole = "administrator";

    /// <summary>Owner ids by token.</summary>
    public static IReadOnlyDictionary<string, string> Owners { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["demo-admin"] = Administrator,
        ["demo-alice"] = "alice",
        ["demo-bob"] = "bob",
    };

    /// <summary>Well-known tokens must never guard anything real.</summary>
    public static bool IsAllowedIn(IHostEnvironment environment) =>
        environment.IsEnvironment(Hosting.SampleDefaults.Environment) || environment.IsDevelopment();

    public static void AddDemoSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddScheme<AuthenticationSchemeOptions, DemoSignInHandler>(Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(OwnerPolicy, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(AdminPolicy, policy => policy.RequireRole(AdministratorRole));
    }
}
