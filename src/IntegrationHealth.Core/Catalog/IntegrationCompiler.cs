using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Status;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Catalog;

/// <summary>Turns a definition into something that can be checked, or says everything that is wrong with it.</summary>
internal sealed class IntegrationCompiler(ProviderRegistry providers, IOptions<IntegrationHealthOptions> options, TimeProvider time)
{
    /// <summary>Reads the settings and sets the policy; null when <paramref name="errors"/> got something.</summary>
    public MonitoredIntegration? Compile(Integration integration, MonitoredState? state, List<IntegrationValidationError> errors)
    {
        var before = errors.Count;
        errors.AddRange(IntegrationRules.Check(integration));
        if (!providers.TryGet(integration.Provider ?? "", out var provider))
        {
            errors.Add(new("provider", $"provider '{integration.Provider}' is unknown; registered are: {string.Join(", ", providers.Names)}."));
            return null;
        }

        var settings = JsonSettings.Read(
            integration.Settings, provider.Definition.SettingsType, $"provider '{provider.Definition.Name}'", errors);
        if (settings is not null && provider.Definition.Validate is { } validate)
            errors.AddRange(validate(settings));
        if (settings is not null && provider.Definition.ValidateIntegration is { } validateIntegration)
            errors.AddRange(validateIntegration(integration, settings));
        return errors.Count > before
            ? null
            : new MonitoredIntegration(integration, provider, settings!, PolicyOf(integration, provider.Definition),
                state ?? new MonitoredState(HealthSnapshot.Initial(integration.Id, time.GetUtcNow())));
    }

    private StatusPolicy PolicyOf(Integration integration, ProviderDefinition definition)
    {
        var checks = options.Value.Checks;
        return new StatusPolicy
        {
            Interval = integration.Interval ?? definition.Interval ?? checks.Interval,
            FailureThreshold = checks.FailureThreshold,
            SuccessThreshold = checks.SuccessThreshold,
            ConfirmationDelay = checks.ConfirmationDelay,
            DegradedLatency = checks.DegradedLatency,
            MaxBackoff = checks.MaxBackoff,
        };
    }
}
