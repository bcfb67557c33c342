using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Reading;

/// <summary>The host's own pages on which an owner puts a failure right, such as one-click re-authentication.</summary>
public interface IRecoveryLinks
{
    /// <summary>Absolute URL, or null when the host has no page for it.</summary>
    string? GetUrl(Integration integration, RecoveryAction action);
}
