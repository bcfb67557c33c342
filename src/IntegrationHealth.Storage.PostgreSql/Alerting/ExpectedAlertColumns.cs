using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.PostgreSql.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

/// <summary>What results expect of stored alerts: one that is otherwise refuses its result.</summary>
internal sealed class ExpectedAlertColumns
{
    private readonly Column<long> _keys, _versions;
    private readonly Column<string> _ids, _ending;
    private readonly Column<string?> _opened;

    public ExpectedAlertColumns()
    {
        _keys = Set.Add<long>("iid", "bigint");
        _ids = Set.Add<string>("alert_id", "text");
        _versions = Set.Add<long>("alert_version", "bigint");
        _opened = Set.Add<string?>("opened", "text");
        _ending = Ending.Add<string>("id", "text");
    }

    public ColumnSet Set { get; } = new();

    /// <summary>Ids of alerts that end: their fingerprints are free.</summary>
    public ColumnSet Ending { get; } = new();

    /// <summary>The alerts that are there already.</summary>
    public AlertBatch Locked { get; } = new();

    public void Add(long key, IReadOnlyList<AlertChange> changes)
    {
        foreach (var change in changes)
        {
            var isOpen = change.After is { State: not AlertState.Resolved };
            _keys.Add(key);
            _ids.Add(change.AlertId);
            _versions.Add(change.ExpectedVersion);
            _opened.Add(change.ExpectedVersion == 0 && isOpen ? change.After!.Fingerprint : null);
            if (!isOpen)
                _ending.Add(change.AlertId);
            Locked.Lock(change);
        }
    }
}
