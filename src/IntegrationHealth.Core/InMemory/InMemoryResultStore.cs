using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Writing;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryResultStore(InMemoryState state) : IResultStore
{
    public bool IsShared => false;

    public ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();

        // Nothing below fails half way: what could is looked at before anything is changed.
        foreach (var write in batch)
        {
            ArgumentNullException.ThrowIfNull(write, nameof(batch));
            ArgumentNullException.ThrowIfNull(write.Snapshot, nameof(batch));
            ArgumentNullException.ThrowIfNull(write.Rollups, nameof(batch));
        }

        List<string>? refused = null;
        lock (state.Gate)
        {
            foreach (var write in batch)
            {
                var id = write.Snapshot.IntegrationId;
                if (state.Entries.TryGetValue(id, out var entry) && entry.Snapshot.Version == write.ExpectedVersion
                    && (write.Alerts is null || state.Alerts.Accepts(write.Alerts.Changes)))
                {
                    Apply(entry, write);
                }
                else
                {
                    (refused ??= []).Add(id);
                }
            }
        }

        return ValueTask.FromResult<IReadOnlyList<string>>(refused is null ? [] : refused);
    }

    private void Apply(InMemoryEntry entry, ResultWrite write)
    {
        entry.Snapshot = write.Snapshot;
        var isNew = write.History is null || (entry.History ??= new HistoryRing()).TryAdd(write.History);
        if (write.Rollups.Count > 0)
            entry.Rollups ??= new RollupSeries();
        for (var i = 0; i < write.Rollups.Count; i++)
            entry.Rollups!.Add(write.Rollups[i], countOutcome: isNew);
        if (isNew && write.History is { } check)
            CountProvider(entry.Integration.Provider, check);
        if (write.Incident is not null)
            Apply(entry.Incidents ??= new List<Incident>(1), write.Incident);
        if (write.Alerts is not { } alerts)
            return;
        state.Alerts.Apply(alerts.Changes);
        foreach (var touch in alerts.Touches)
            state.Alerts.Apply(touch);
    }

    private void CountProvider(string provider, HistoryEntry check)
    {
        CellOf(provider, ProviderBucketWidth.Minute, Periods.MinuteOf(check.CheckedAt)).Count(check.Outcome, check.LatencyMs, check.FailureKind);
        CellOf(provider, ProviderBucketWidth.Hour, Periods.HourOf(check.CheckedAt)).Count(check.Outcome, check.LatencyMs, check.FailureKind);
    }

    private RollupCell CellOf(string provider, ProviderBucketWidth width, DateTimeOffset start)
    {
        var key = (provider, width, start);
        if (!state.ProviderRollups.TryGetValue(key, out var cell))
            state.ProviderRollups.Add(key, cell = new RollupCell(start));
        return cell;
    }

    private static void Apply(List<Incident> incidents, IncidentChange change)
    {
        var index = incidents.FindLastIndex(incident => incident.Id == change.IncidentId);
        var before = index < 0 ? null : incidents[index];
        var after = new Incident
        {
            Id = change.IncidentId,
            IntegrationId = change.IntegrationId,
            StartedAt = change.StartedAt,
            EndedAt = change.EndedAt,
            Status = before is not null && before.Status < change.Status ? before.Status : change.Status,
            FailureKind = change.FailureKind,
            Message = change.Message,
            Timeline = IncidentTimeline.Append(before?.Timeline ?? [], change.Events),
        };
        if (index >= 0)
        {
            incidents[index] = after;
            return;
        }

        index = incidents.Count;
        while (index > 0 && IncidentOrder.Compare(incidents[index - 1], new IncidentPosition(after.StartedAt, after.Id)) > 0)
            index--;
        incidents.Insert(index, after);
    }
}
