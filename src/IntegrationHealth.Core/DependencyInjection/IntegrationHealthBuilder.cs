using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.DependencyInjection;

internal sealed class IntegrationHealthBuilder(IServiceCollection services) : IIntegrationHealthBuilder
{
    public IServiceCollection Services => services;
}
