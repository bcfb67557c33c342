using System.Diagnostics.CodeAnalysis;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Checks;

/// <summary>The providers of this host, by name.</summary>
internal sealed class ProviderRegistry
{
    private readonly Dictionary<string, Provider> _byName = new(StringComparer.Ordinal);

    public ProviderRegistry(
        IEnumerable<ProviderDefinition> definitions, IServiceProvider services, IOptions<IntegrationHealthOptions> options, TimeProvider time)
    {
        foreach (var definition in definitions)
        {
            if (!_byName.TryAdd(definition.Name, new Provider(definition, services, options.Value.Checks, time)))
                throw new InvalidOperationException($"Provider '{definition.Name}' is registered twice; each name stands for one provider.");
        }
    }

    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<ProviderDefinition> Definitions => _byName.Values.Select(provider => provider.Definition);

    public bool TryGet(string name, [NotNullWhen(true)] out Provider? provider) => _byName.TryGetValue(name, out provider);
}
