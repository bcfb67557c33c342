using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>
/// How the state of integrations shows in the host's own health report. What Unhealthy integrations count as is the registration's
/// failure status: Degraded unless told.
/// </summary>
public sealed class IntegrationsHealthCheckOptions
{
    /// <summary>What Degraded integrations count as. Default Degraded.</summary>
    public HealthStatus DegradedStatus { get; set; } = HealthStatus.Degraded;

    /// <summary>Only integrations with this tag. Default all.</summary>
    public string? Tag { get; set; }

    /// <summary>Only integrations of these providers. Default all.</summary>
    public IList<string> Providers { get; } = [];
}
