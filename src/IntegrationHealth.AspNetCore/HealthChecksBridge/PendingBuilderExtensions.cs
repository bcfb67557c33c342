using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Stands in until Core brings its own.</summary>
internal static class PendingBuilderExtensions
{
    public static IIntegrationHealthBuilder AddProvider(this IIntegrationHealthBuilder builder, ProviderDefinition definition)
    {
        builder.Services.AddSingleton(definition);
        return builder;
    }

    public static IIntegrationHealthBuilder AddIntegration(this IIntegrationHealthBuilder builder, Integration integration)
    {
        builder.Services.AddSingleton(integration);
        return builder;
    }
}
