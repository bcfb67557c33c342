using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Alerting;
using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Writing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHealth.Storage.Sqlite.Writing;

internal sealed class SqliteResultStore(SqliteWriter writer, TimeProvider time) : IResultStore
{
    private readonly SnapshotWriter _snapshots = new(writer.Settings.Tables);
    private readonly HistoryWriter _history = new(writer.Settings.Tables);
    private readonly AlertWriter _alerts = new(writer.Settings.Tables);
    private readonly ProviderWriter _providers = new(writer.Settings.Tables);
    private readonly IncidentWriter _incidents = new(writer.Settings.Tables);

    /// <summary>A file is for one host.</summary>
    public bool IsShared => false;

    public ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Count == 0
            ? ValueTask.FromResult<IReadOnlyList<string>>([])
            : writer.WriteAsync(batch, WriteBatch, cancellationToken);
    }

    /// <summary>The file is locked, full, unreadable or gone. Microsoft.Data.Sqlite calls none of it transient.</summary>
    public bool IsUnavailable(Exception exception) => exception is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_INTERRUPT or raw.SQLITE_IOERR
            or raw.SQLITE_CORRUPT or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL or raw.SQLITE_NOTADB,
    };

    private IReadOnlyList<string> WriteBatch(SqliteSession session, IReadOnlyList<ResultWrite> batch)
    {
        List<string>? refused = null;
        var tally = new ProviderTally();
        var now = time.GetUtcNow();
        foreach (var write in batch)
        {
            ArgumentNullException.ThrowIfNull(write, nameof(batch));
            var id = write.Snapshot.IntegrationId;
            if (session.FindKey(id) is { } key && (write.Alerts is null || _alerts.Accepts(session, write.Alerts.Changes))
                && _snapshots.TryUpdate(session, key.Iid, write.ExpectedVersion, write.Snapshot))
            {
                Append(session, key, write, tally, now);
                continue;
            }

            session.ForgetKey(id);
            (refused ??= []).Add(id);
        }

        _providers.Write(session, tally);
        return refused is null ? [] : refused;
    }

    private void Append(SqliteSession session, IntegrationKey key, ResultWrite write, ProviderTally tally, DateTimeOffset now)
    {
        var isNew = write.History is null || _history.TryInsert(session, key.Iid, write.History);
        if (isNew && write.History is { } check)
            tally.Add(key.Provider, check);
        for (var i = 0; i < write.Rollups.Count; i++)
            _history.AddRollup(session, key.Iid, write.Rollups[i], countOutcome: isNew, now);
        if (write.Incident is not null)
            _incidents.Write(session, key.Iid, write.Incident);
        if (write.Alerts is not { } alerts)
            return;
        _alerts.Apply(session, alerts.Changes);
        foreach (var touch in alerts.Touches)
            _alerts.Touch(session, touch);
    }
}
