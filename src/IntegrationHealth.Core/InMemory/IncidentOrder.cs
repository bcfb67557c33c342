using IntegrationHealth.Incidents;

namespace IntegrationHealth.InMemory;

/// <summary>Incidents by start, then id.</summary>
internal static class IncidentOrder
{
    public static int Compare(Incident incident, IncidentPosition position)
    {
        var byStart = incident.StartedAt.CompareTo(position.StartedAt);
        return byStart != 0 ? byStart : string.CompareOrdinal(incident.Id, position.Id);
    }
}
