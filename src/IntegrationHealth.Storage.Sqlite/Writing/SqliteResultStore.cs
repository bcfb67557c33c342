using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Storage.Sqlite.Writing;

internal sealed class SqliteResultStore(SqliteWriter writer) : IResultStore
{
    private readonly SnapshotWriter _snapshots = new(writer.Settings.Tables);
    private readonly HistoryWriter _history = new(writer.Settings.Tables);
    private readonly IncidentWriter _incidents = new(writer.Settings.Tables);

    public ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Count == 0
            ? ValueTask.FromResult<IReadOnlyList<string>>([])
            : writer.WriteAsync(batch, WriteBatch, cancellationToken);
    }

    private IReadOnlyList<string> WriteBatch(SqliteSession session, IReadOnlyList<ResultWrite> batch)
    {
        List<string>? refused = null;
        foreach (var write in batch)
        {
            ArgumentNullException.ThrowIfNull(write, nameof(batch));
            var id = write.Snapshot.IntegrationId;
            if (session.FindKey(id) is { } key && _snapshots.TryUpdate(session, key, write.ExpectedVersion, write.Snapshot))
            {
                Append(session, key, write);
                continue;
            }

            session.ForgetKey(id);
            (refused ??= []).Add(id);
        }

        return refused is null ? [] : refused;
    }

    private void Append(SqliteSession session, long key, ResultWrite write)
    {
        var isNew = write.History is null || _history.TryInsert(session, key, write.History);
        foreach (var delta in write.Rollups)
            _history.AddRollup(session, key, delta, countOutcome: isNew);
        if (write.Incident is not null)
            _incidents.Write(session, key, write.Incident);
    }
}
