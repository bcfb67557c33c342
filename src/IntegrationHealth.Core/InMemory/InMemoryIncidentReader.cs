using IntegrationHealth.Incidents;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryIncidentReader(InMemoryState state) : IIncidentReader
{
    public Task<IReadOnlyList<Incident>> GetIncidentsAsync(
        string integrationId, IncidentPosition? before, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(state.Read<IReadOnlyList<Incident>>(integrationId, [], entry =>
            [.. Enumerable.Reverse(entry.Incidents ?? [])
                .Where(incident => before is not { } position || IncidentOrder.Compare(incident, position) < 0)
                .Take(limit)]));
    }
}
