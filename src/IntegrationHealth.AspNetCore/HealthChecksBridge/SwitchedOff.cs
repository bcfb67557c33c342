using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>What is reported while <c>IntegrationHealth:Enabled=false</c>: the flag of a rollout must not take a host out of service.</summary>
internal static class SwitchedOff
{
    public static HealthCheckResult Result { get; } =
        HealthCheckResult.Healthy($"Switched off by {IntegrationHealthOptions.SectionName}:{nameof(IntegrationHealthOptions.Enabled)}=false.");
}
