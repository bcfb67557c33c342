using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Puts the endpoint options together: configuration first, then what the host says in code.</summary>
internal static class EndpointOptionsReader
{
    /// <exception cref="OptionsValidationException">A key of the section is unknown, or its value is not allowed; every one is named.</exception>
    public static IntegrationHealthEndpointOptions Read(IServiceProvider services)
    {
        var options = new IntegrationHealthEndpointOptions();
        var section = services.GetService<IConfiguration>()?.GetSection(IntegrationHealthEndpointOptions.SectionName);
        string[] faults = [.. section?.GetChildren().Select(child => Fault(child, options)).OfType<string>() ?? []];
        if (faults.Length > 0)
            throw new OptionsValidationException(IntegrationHealthEndpointOptions.SectionName, typeof(IntegrationHealthEndpointOptions), faults);
        foreach (var configure in services.GetServices<IConfigureOptions<IntegrationHealthEndpointOptions>>())
            configure.Configure(options);
        return options;
    }

    private static string? Fault(IConfigurationSection child, IntegrationHealthEndpointOptions options)
    {
        if (EndpointOptionKeys.All.FirstOrDefault(key => key.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } key)
            return $"{child.Path}: nobody reads this key; allowed are {string.Join(", ", EndpointOptionKeys.All.Select(known => known.Name))}.";
        if (child.Value is not { } text)
            return child.GetChildren().Any() ? $"{child.Path}: keys are not allowed under it; it must be {key.Allowed}." : null;
        if (!key.TrySet(options, text))
            return key.Refusal(IntegrationHealthEndpointOptions.SectionName, text);
        return key.Fault(options) is { } value ? key.Refusal(IntegrationHealthEndpointOptions.SectionName, value) : null;
    }
}
