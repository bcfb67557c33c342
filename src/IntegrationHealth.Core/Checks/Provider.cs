using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Checks;

/// <summary>A provider at work: its definition, its one checker, and the gate before it.</summary>
internal sealed class Provider(ProviderDefinition definition, IServiceProvider services, CheckOptions options, TimeProvider time)
{
    private readonly Lazy<IIntegrationChecker> _checker = new(() => definition.CreateChecker(services));

    public ProviderDefinition Definition => definition;

    public IIntegrationChecker Checker => _checker.Value;

    public ProviderGate Gate { get; } = new(definition, options, time);
}
