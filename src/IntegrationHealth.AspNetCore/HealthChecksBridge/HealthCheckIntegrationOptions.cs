using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>How a health check given in code is watched.</summary>
public sealed class HealthCheckIntegrationOptions
{
    /// <summary>What a person calls it. Default: its id.</summary>
    public string? Name { get; set; }

    /// <summary>Whose it is; empty for the host's own. Default empty.</summary>
    public string OwnerId { get; set; } = "";

    /// <summary>Labels for filters and alert scopes. Default none.</summary>
    public IList<string> Tags { get; } = [];

    /// <summary>Time between two checks, 1 s – 24 h. Default: the host's.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>What an exception of the check counts as. Default Unhealthy.</summary>
    public HealthStatus FailureStatus { get; set; } = HealthStatus.Unhealthy;
}
