using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.DependencyInjection;

/// <summary>
/// What <c>AddIntegrationHealth</c> hands to the host. <c>Add…</c> registers one of many, <c>Use…</c> fills the one place for a part.
/// </summary>
public interface IIntegrationHealthBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
