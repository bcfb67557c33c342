namespace IntegrationHealth.Incidents;

/// <summary>Reads incidents. Part of what a storage package provides.</summary>
public interface IIncidentReader
{
    /// <summary>
    /// Incidents of one integration, newest first, that began before <paramref name="before"/> (all when null), with their timelines.
    /// </summary>
    Task<IReadOnlyList<Incident>> GetIncidentsAsync(
        string integrationId, IncidentPosition? before, int limit, CancellationToken cancellationToken);
}

/// <summary>A place in the list of incidents: start, then id.</summary>
public readonly record struct IncidentPosition(DateTimeOffset StartedAt, string Id);
