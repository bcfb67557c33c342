using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Puts the endpoint options together: configuration first, then what the host says in code.</summary>
internal static class EndpointOptionsReader
{
    /// <exception cref="InvalidOperationException">A key of the section is unknown, or its value cannot be read.</exception>
    public static IntegrationHealthEndpointOptions Read(IServiceProvider services)
    {
        var options = new IntegrationHealthEndpointOptions();
        services.GetService<IConfiguration>()?.GetSection(IntegrationHealthEndpointOptions.SectionName)
            .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        foreach (var configure in services.GetServices<IConfigureOptions<IntegrationHealthEndpointOptions>>())
            configure.Configure(options);
        return options;
    }
}
