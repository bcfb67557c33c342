using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Reading;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Incidents;

internal sealed class EfTransitionReader(IStoreDialect dialect) : ITransitionReader
{
    public async Task<IReadOnlyList<StatusTransition>> GetTransitionsAsync(TransitionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = dialect.CreateContext();
        var filter = new HealthQuery { OwnerId = query.OwnerId, Providers = query.Providers, Search = query.Search };
        var found = await (
            from step in StepsOf(context, query)
            join row in HealthFilter.Apply(context, dialect, filter) on step.Iid equals row.Iid
            orderby step.At descending, step.IncidentId descending, step.Kind descending
            select new { step, row.Iid, row.Id, row.Provider, row.OwnerId }).Take(query.Limit).AsNoTracking().ToListAsync(cancellationToken);
        if (found.Count == 0)
            return [];

        // Looked up for the page alone: joined, they would be read for everything that is sorted.
        var keys = found.Select(one => one.Iid).Distinct().ToArray();
        var ids = found.Select(one => one.step.IncidentId).Distinct().ToArray();
        var names = await context.Integrations.AsNoTracking()
            .Where(integration => keys.Contains(integration.Iid)).ToDictionaryAsync(integration => integration.Iid, integration => integration.Name, cancellationToken);
        var kinds = await context.Incidents.AsNoTracking()
            .Where(incident => keys.Contains(incident.Iid) && ids.Contains(incident.IncidentId))
            .ToDictionaryAsync(incident => (incident.Iid, incident.IncidentId), incident => incident.FailureKind, cancellationToken);

        // One that was removed between the reads is left out.
        return [.. found.Where(one => names.ContainsKey(one.Iid)).Select(one => new StatusTransition(
            one.step.At, one.step.Kind, one.step.Status, one.step.Detail, kinds.GetValueOrDefault((one.Iid, one.step.IncidentId)), one.step.IncidentId,
            one.Id, names[one.Iid], one.Provider, one.OwnerId))];
    }

    private static IQueryable<IncidentEventRow> StepsOf(HealthDbContext context, TransitionQuery query)
    {
        var steps = context.IncidentEvents.Where(step => step.Kind != IncidentEventKind.DiagnosisChanged && step.At >= query.From);
        if (query.Statuses.Count > 0)
        {
            var statuses = query.Statuses.ToArray();
            steps = steps.Where(step => statuses.Contains(step.Status));
        }

        if (query.After is not { } after)
            return steps;
        var (at, id, kind) = after;
        return steps.Where(step => step.At <= at && (step.At < at
            || string.Compare(step.IncidentId, id) < 0 || (step.IncidentId == id && step.Kind < kind)));
    }
}
