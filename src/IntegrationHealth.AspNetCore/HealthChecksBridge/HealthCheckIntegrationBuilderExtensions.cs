using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.HealthChecksBridge;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Watches health checks of the .NET ecosystem as integrations: history, diagnosis and alerts for each.</summary>
public static class HealthCheckIntegrationBuilderExtensions
{
    /// <summary>
    /// Adds the provider <c>healthcheck</c>, so that integrations from configuration or the catalog may name any of the host's
    /// registered health checks: <c>{ "check": "postgresql" }</c>. Calling it again changes nothing.
    /// </summary>
    public static IIntegrationHealthBuilder AddHealthCheckProvider(this IIntegrationHealthBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var checks = BridgedChecks.In(builder.Services);
        if (checks.ProviderAdded)
            return builder;
        checks.ProviderAdded = true;
        return builder.AddProvider(HealthCheckProvider.Define(checks));
    }

    /// <summary>Watches one of the host's registered health checks, by its name.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the integration.</param>
    /// <param name="check">Name of the health check in the host's registrations.</param>
    /// <param name="configure">Name, owner, tags, interval.</param>
    public static IIntegrationHealthBuilder AddRegisteredHealthCheck(
        this IIntegrationHealthBuilder builder, string id, string check, Action<HealthCheckIntegrationOptions>? configure = null) =>
        Add(builder, id, check, Configured(configure));

    /// <summary>Watches a health check made in code. Each run makes it anew in a scope of its own, and disposes the scope.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the integration.</param>
    /// <param name="factory">Makes the health check from the scope of one run.</param>
    /// <param name="configure">Name, owner, tags, interval.</param>
    /// <exception cref="InvalidOperationException">The id was given before.</exception>
    public static IIntegrationHealthBuilder AddHealthCheck(
        this IIntegrationHealthBuilder builder, string id, Func<IServiceProvider, IHealthCheck> factory,
        Action<HealthCheckIntegrationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(factory);
        var options = Configured(configure);
        BridgedChecks.In(builder.Services).AddInCode(new HealthCheckRegistration(id, factory, options.FailureStatus, options.Tags));
        return Add(builder, id, id, options);
    }

    /// <summary>Watches a health check of type <typeparamref name="TCheck"/>, made from services for each run.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the integration.</param>
    public static IIntegrationHealthBuilder AddHealthCheck<TCheck>(this IIntegrationHealthBuilder builder, string id)
        where TCheck : class, IHealthCheck => builder.AddHealthCheck(id, ActivatorUtilities.GetServiceOrCreateInstance<TCheck>);

    private static IIntegrationHealthBuilder Add(
        IIntegrationHealthBuilder builder, string id, string check, HealthCheckIntegrationOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(check);
        return builder.AddHealthCheckProvider().AddIntegration(new Integration
        {
            Id = id,
            Provider = HealthCheckProvider.Name,
            Name = options.Name ?? id,
            OwnerId = options.OwnerId,
            Tags = [.. options.Tags],
            Interval = options.Interval,
            Settings = JsonSerializer.SerializeToElement(
                new HealthCheckSettings { Check = check }, HealthCheckSettingsJson.Default.HealthCheckSettings),
            Origin = IntegrationOrigin.Code,
        });
    }

    private static HealthCheckIntegrationOptions Configured(Action<HealthCheckIntegrationOptions>? configure)
    {
        var options = new HealthCheckIntegrationOptions();
        configure?.Invoke(options);
        return options;
    }
}
