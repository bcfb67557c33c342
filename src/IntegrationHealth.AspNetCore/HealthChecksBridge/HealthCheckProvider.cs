using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>The provider <c>healthcheck</c>: any health check of the .NET ecosystem watched as an integration.</summary>
internal static class HealthCheckProvider
{
    public const string Name = "healthcheck";

    public static ProviderDefinition Define(BridgedChecks checks) => new()
    {
        Name = Name,
        DisplayName = "Health check",
        SettingsType = HealthCheckSettingsJson.Default.HealthCheckSettings,
        Validate = settings => Validate(((HealthCheckSettings)settings).Check, checks),
        CreateChecker = services => new HealthCheckChecker(
            checks,
            services.GetRequiredService<IServiceScopeFactory>(),
            services.GetRequiredService<IOptions<HealthCheckServiceOptions>>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System),
    };

    private static IEnumerable<IntegrationValidationError> Validate(string? check, BridgedChecks checks)
    {
        if (string.IsNullOrWhiteSpace(check))
            yield return new("settings.check", "'settings.check' is missing: give the name of one of the host's health checks.");
        else if (checks.IsReporting(check))
        {
            yield return new("settings.check",
                $"'{check}' is the health check that reports on the integrations. Watching it as an integration would go in circles; name another one.");
        }
    }
}
