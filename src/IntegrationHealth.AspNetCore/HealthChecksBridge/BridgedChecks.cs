using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>
/// What both directions of the bridge know of each other while the host is put together: checks given in code, and the names of checks
/// that report on integrations, which must not be watched as integrations themselves.
/// </summary>
internal sealed class BridgedChecks
{
    private readonly Dictionary<string, HealthCheckRegistration> _inCode = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reporting = new(StringComparer.Ordinal);

    public bool ProviderAdded { get; set; }

    public static BridgedChecks In(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(BridgedChecks))?.ImplementationInstance is BridgedChecks existing)
            return existing;
        var created = new BridgedChecks();
        services.AddSingleton(created);
        return created;
    }

    public void AddInCode(HealthCheckRegistration registration)
    {
        if (!_inCode.TryAdd(registration.Name, registration))
            throw new InvalidOperationException($"AddHealthCheck was called twice with the id '{registration.Name}'. Ids are unique.");
    }

    public HealthCheckRegistration? FindInCode(string name) => _inCode.GetValueOrDefault(name);

    public IEnumerable<string> NamesInCode => _inCode.Keys;

    public void AddReporting(string name) => _reporting.Add(name);

    /// <summary>True for a check that itself reports on integrations: watching it would make it wait for itself.</summary>
    public bool IsReporting(string name) => _reporting.Contains(name);
}
