using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryTransitionReader(InMemoryState state) : ITransitionReader
{
    public Task<IReadOnlyList<StatusTransition>> GetTransitionsAsync(TransitionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        var filter = new HealthQuery { OwnerId = query.OwnerId, Providers = query.Providers, Search = query.Search };
        var found = new List<StatusTransition>();
        lock (state.Gate)
        {
            foreach (var entry in state.Entries.Values)
            {
                if (entry.Incidents is { Count: > 0 } incidents && HealthMatch.Matches(entry.Stored, filter))
                    found.AddRange(incidents.SelectMany(incident => TransitionsOf(incident, entry, query)));
            }
        }

        found.Sort(NewestFirst);
        return Task.FromResult<IReadOnlyList<StatusTransition>>([.. found.Take(query.Limit)]);
    }

    private static IEnumerable<StatusTransition> TransitionsOf(Incident incident, InMemoryEntry entry, TransitionQuery query)
    {
        var integration = entry.Integration;
        return incident.Timeline
            .Where(step => step.Kind != IncidentEventKind.DiagnosisChanged && step.At >= query.From
                && (query.Statuses.Count == 0 || query.Statuses.Contains(step.Status))
                && (query.After is not { } after || Compare(new(step.At, incident.Id, step.Kind), after) < 0))
            .Select(step => new StatusTransition(step.At, step.Kind, step.Status, step.Detail, incident.FailureKind, incident.Id,
                integration.Id, integration.Name, integration.Provider, integration.OwnerId));
    }

    private static int NewestFirst(StatusTransition left, StatusTransition right) =>
        Compare(new(right.At, right.IncidentId, right.Kind), new(left.At, left.IncidentId, left.Kind));

    private static int Compare(TransitionPosition left, TransitionPosition right)
    {
        var byTime = left.At.CompareTo(right.At);
        if (byTime != 0)
            return byTime;
        var byIncident = string.CompareOrdinal(left.IncidentId, right.IncidentId);
        return byIncident != 0 ? byIncident : left.Kind.CompareTo(right.Kind);
    }
}
