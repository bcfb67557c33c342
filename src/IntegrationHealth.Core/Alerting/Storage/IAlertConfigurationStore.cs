namespace IntegrationHealth.Alerting.Storage;

/// <summary>
/// Keeps what people configured: rules, channels, silences, maintenance windows, escalation policies, each as a JSON document. They are
/// few and read whole. Part of what a storage package provides.
/// </summary>
public interface IAlertConfigurationStore
{
    /// <summary>A number that changes with every change, by any host.</summary>
    Task<long> GetRevisionAsync(CancellationToken cancellationToken);

    /// <summary>All documents.</summary>
    Task<IReadOnlyList<ConfigurationDocument>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces a document.</summary>
    /// <param name="document">The document with the version it replaces; 0 inserts.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>False when the stored version is another: somebody was quicker.</returns>
    Task<bool> PutAsync(ConfigurationDocument document, CancellationToken cancellationToken);

    /// <summary>Removes a document; false when there is none.</summary>
    Task<bool> DeleteAsync(ConfigurationKind kind, string id, CancellationToken cancellationToken);
}

/// <summary>One thing that a person configured.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Unique among its kind.</param>
/// <param name="Json">The JSON object.</param>
/// <param name="Secret">A protected secret, for channels.</param>
/// <param name="Version">Grows by one with every change.</param>
public sealed record ConfigurationDocument(ConfigurationKind Kind, string Id, string Json, string? Secret, long Version);

/// <summary>What a document is. Values are stored: never renumber.</summary>
public enum ConfigurationKind
{
    /// <summary>A rule.</summary>
    Rule = 0,

    /// <summary>A channel.</summary>
    Channel = 1,

    /// <summary>A silence.</summary>
    Silence = 2,

    /// <summary>A maintenance window.</summary>
    MaintenanceWindow = 3,

    /// <summary>An escalation policy.</summary>
    EscalationPolicy = 4,

    /// <summary>Facts about the installation, such as that the default rules were made once.</summary>
    Installation = 5,
}
