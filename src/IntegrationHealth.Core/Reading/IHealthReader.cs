using IntegrationHealth.Catalog;

namespace IntegrationHealth.Reading;

/// <summary>Reads current snapshots with their integrations. Part of what a storage package provides.</summary>
public interface IHealthReader
{
    /// <summary>The integrations named, in any order; unknown ids are left out.</summary>
    Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>A page of integrations.</summary>
    Task<HealthPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken);
}
