using System.Text.Json;
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

        var settings = ReadSettings(integration, provider.Definition, errors);
        if (settings is not null && provider.Definition.Validate is { } validate)
            errors.AddRange(validate(settings));
        if (settings is not null && provider.Definition.ValidateIntegration is { } validateIntegration)
            errors.AddRange(validateIntegration(integration, settings));
        return errors.Count > before
            ? null
            : new MonitoredIntegration(integration, provider, settings!, PolicyOf(integration, provider.Definition),
                state ?? new MonitoredState(HealthSnapshot.Initial(integration.Id, time.GetUtcNow())));
    }

    private static object? ReadSettings(Integration integration, ProviderDefinition definition, List<IntegrationValidationError> errors)
    {
        if (integration.Settings.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new("settings", $"settings must be a JSON object, not {integration.Settings.ValueKind}."));
            return null;
        }

        try
        {
            return integration.Settings.Deserialize(definition.SettingsType);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            var path = (exception as JsonException)?.Path?.TrimStart('$').Trim('.') ?? "";
            var field = path.Length == 0 ? "settings" : $"settings.{path}";
            errors.Add(new(field, $"{field} cannot be read for provider '{definition.Name}': {FirstSentence(exception.Message)}"));
            return null;
        }
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

    private static string FirstSentence(string message) => message.Split(" Path:", 2)[0].TrimEnd('.') + ".";
}
