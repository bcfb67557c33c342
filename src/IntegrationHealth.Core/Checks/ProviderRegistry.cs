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
            RequireBound(definition, nameof(ProviderDefinition.MaxConcurrency), definition.MaxConcurrency, most: 10_000);
            RequireBound(definition, nameof(ProviderDefinition.MaxChecksPerSecond), definition.MaxChecksPerSecond, most: 1_000_000);
            if (!_byName.TryAdd(definition.Name, new Provider(definition, services, options.Value.Checks, time)))
                throw new InvalidOperationException($"Provider '{definition.Name}' is registered twice; each name stands for one provider.");
        }
    }

    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<ProviderDefinition> Definitions => _byName.Values.Select(provider => provider.Definition);

    public bool TryGet(string name, [NotNullWhen(true)] out Provider? provider) => _byName.TryGetValue(name, out provider);

    /// <summary>With less than one its integrations would never be checked, and nobody would say so.</summary>
    private static void RequireBound(ProviderDefinition definition, string name, int? value, int most)
    {
        if (value < 1 || value > most)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Provider '{definition.Name}' has a {name} of {value}: it must be 1 to {most:N0}, or null for none of its own."));
        }
    }
}
