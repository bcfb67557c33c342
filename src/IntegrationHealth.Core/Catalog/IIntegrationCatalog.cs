using System.Diagnostics.CodeAnalysis;

namespace IntegrationHealth.Catalog;

/// <summary>What is watched. Safe for concurrent use.</summary>
public interface IIntegrationCatalog
{
    /// <summary>All integrations known to this host, paused ones included.</summary>
    IReadOnlyCollection<Integration> List();

    /// <summary>Finds one integration by id.</summary>
    bool TryGet(string id, [NotNullWhen(true)] out Integration? integration);

    /// <summary>Registers a new integration, stores it and schedules its first check.</summary>
    /// <exception cref="IntegrationValidationException">A value is not allowed, or the id is taken.</exception>
    Task AddAsync(Integration integration, CancellationToken cancellationToken = default);

    /// <summary>Replaces an integration that was registered at run time; pausing is an update of <see cref="Integration.Enabled"/>.</summary>
    /// <exception cref="IntegrationValidationException">A value is not allowed, or the integration is fixed in code or configuration.</exception>
    /// <returns>False when the id is unknown.</returns>
    Task<bool> UpdateAsync(Integration integration, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes an integration that was registered at run time, one change after another: <paramref name="change"/> gets the definition as it
    /// is then, so that of two callers neither overwrites what the other changed. Id and origin stay as they are.
    /// </summary>
    /// <exception cref="IntegrationValidationException">A value is not allowed, or the integration is fixed in code or configuration.</exception>
    /// <returns>The definition after the change; null when the id is unknown.</returns>
    Task<Integration?> ChangeAsync(string id, Func<Integration, Integration> change, CancellationToken cancellationToken = default);

    /// <summary>Removes an integration with its status; its history goes with the next clean-up.</summary>
    /// <exception cref="IntegrationValidationException">The integration is fixed in code or configuration.</exception>
    /// <returns>False when the id is unknown.</returns>
    Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Says that the host reconnected an integration: its next check runs at once, whatever the backoff.</summary>
    /// <returns>False when the id is unknown.</returns>
    Task<bool> CredentialChangedAsync(string id, CancellationToken cancellationToken = default);
}
