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
        if (options.ManualCheckInterval < TimeSpan.Zero || options.ManualCheckInterval > TimeSpan.FromDays(1))
            yield return $"ManualCheckInterval is {options.ManualCheckInterval:c}: give 0 to 24 hours.";
    }
}
