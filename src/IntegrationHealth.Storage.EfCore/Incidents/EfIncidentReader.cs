using IntegrationHealth.Incidents;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Incidents;

/// <summary>Incidents and their steps are two queries: joined, each incident would come once for every step.</summary>
internal sealed class EfIncidentReader(IStoreDialect dialect) : IIncidentReader
{
    public async Task<IReadOnlyList<Incident>> GetIncidentsAsync(
        string integrationId, IncidentPosition? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var query =
            from integration in context.Integrations.AsNoTracking()
            join incident in context.Incidents.AsNoTracking() on integration.Iid equals incident.Iid
            where integration.Id == integrationId
            select incident;
        if (before is { } position)
        {
            var (startedAt, id) = position;
            query = query.Where(incident => incident.StartedAt <= startedAt
                && (incident.StartedAt < startedAt || string.Compare(incident.IncidentId, id) < 0));
        }

        var incidents = await query
            .OrderByDescending(incident => incident.StartedAt).ThenByDescending(incident => incident.IncidentId)
            .Take(limit).ToListAsync(cancellationToken);
        if (incidents.Count == 0)
            return [];

        var iid = incidents[0].Iid;
        var ids = incidents.ConvertAll(incident => incident.IncidentId);
        var steps = await context.IncidentEvents.AsNoTracking()
            .Where(step => step.Iid == iid && ids.Contains(step.IncidentId))
            .OrderBy(step => step.IncidentId).ThenBy(step => step.Seq)
            .ToListAsync(cancellationToken);
        var timelines = steps.ToLookup(
            step => step.IncidentId, step => new IncidentEvent(step.At, step.Kind, step.Status, step.Detail), StringComparer.Ordinal);
        return incidents.ConvertAll(incident => ToIncident(incident, integrationId, [.. timelines[incident.IncidentId]]));
    }

    private static Incident ToIncident(IncidentRow row, string integrationId, IReadOnlyList<IncidentEvent> timeline) => new()
    {
        Id = row.IncidentId,
        IntegrationId = integrationId,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        Status = row.Status,
        FailureKind = row.FailureKind,
        Message = row.Message,
        Timeline = timeline,
    };
}
