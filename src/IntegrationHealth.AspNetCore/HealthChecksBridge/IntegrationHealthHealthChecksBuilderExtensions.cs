using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.HealthChecksBridge;
using IntegrationHealth.Reading;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Shows integrations in the host's own health report.</summary>
public static class IntegrationHealthHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds one health check that speaks for all integrations. By default it answers at worst Degraded, which health endpoints serve
    /// as 200: one customer's dead mailbox must not take the host out of its load balancer's rotation. Pass
    /// <see cref="HealthStatus.Unhealthy"/> as <paramref name="failureStatus"/>, and narrow it by tag or provider, where integrations
    /// are what the host cannot live without.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">Name in the report. Default <c>integrations</c>.</param>
    /// <param name="failureStatus">What Unhealthy integrations count as. Default Degraded.</param>
    /// <param name="tags">Tags of the health check, by which the host picks checks for an endpoint.</param>
    /// <param name="configure">Which integrations count, and what Degraded ones count as.</param>
    public static IHealthChecksBuilder AddIntegrationHealth(
        this IHealthChecksBuilder builder,
        string name = "integrations",
        HealthStatus failureStatus = HealthStatus.Degraded,
        IEnumerable<string>? tags = null,
        Action<IntegrationsHealthCheckOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var options = new IntegrationsHealthCheckOptions();
        configure?.Invoke(options);
        BridgedChecks.In(builder.Services).AddReporting(name);
        return builder.Add(new HealthCheckRegistration(
            name,
            services => new IntegrationsHealthCheck(
                services.GetRequiredService<IHealthReader>(), ActivatorUtilities.CreateInstance<OverdueChecks>(services), options,
                services.GetRequiredService<IOptions<IntegrationHealthOptions>>(), services.GetService<WriterState>()),
            failureStatus, tags));
    }

    /// <summary>
    /// Adds a health check of the library itself: its scheduler lives, its queue does not lag, its storage answers and its notifications leave. It
    /// says nothing of the integrations. A restart may help a host whose scheduler has stopped, so this one may stand in a liveness probe.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">Name in the report. Default <c>integration-health</c>.</param>
    /// <param name="failureStatus">What a silent scheduler or storage that does not answer counts as. Default Unhealthy.</param>
    /// <param name="tags">Tags of the health check, by which the host picks checks for an endpoint.</param>
    /// <param name="configure">When the library counts itself as ill.</param>
    public static IHealthChecksBuilder AddIntegrationHealthSelf(
        this IHealthChecksBuilder builder,
        string name = "integration-health",
        HealthStatus failureStatus = HealthStatus.Unhealthy,
        IEnumerable<string>? tags = null,
        Action<SelfHealthCheckOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var options = new SelfHealthCheckOptions();
        configure?.Invoke(options);
        BridgedChecks.In(builder.Services).AddReporting(name);
        // One instance: it counts the scheduler's silence from the first time it was asked.
        SelfHealthCheck? check = null;
        return builder.Add(new HealthCheckRegistration(
            name,
            services => check ??= new SelfHealthCheck(
                services.GetRequiredService<ISystemReader>(), options, services.GetRequiredService<IOptions<IntegrationHealthOptions>>(),
                services.GetRequiredService<TimeProvider>()),
            failureStatus, tags));
    }
}
