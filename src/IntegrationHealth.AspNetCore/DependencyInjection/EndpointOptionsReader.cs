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
        var faults = OptionsSection.Read(section, EndpointOptionKeys.All, options);
        if (faults.Count > 0)
            throw new OptionsValidationException(IntegrationHealthEndpointOptions.SectionName, typeof(IntegrationHealthEndpointOptions), faults);
        foreach (var configure in services.GetServices<IConfigureOptions<IntegrationHealthEndpointOptions>>())
            configure.Configure(options);
        return options;
    }
}
