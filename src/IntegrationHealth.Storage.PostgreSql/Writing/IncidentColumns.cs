using IntegrationHealth.Incidents;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>Incidents that a batch opens, extends or closes, with the steps of their timelines.</summary>
internal sealed class IncidentColumns
{
    private readonly Column<long> _keys, _stepKeys;
    private readonly Column<string> _ids, _stepIds;
    private readonly Column<DateTime> _startedAt, _stepAt;
    private readonly Column<DateTime?> _endedAt;
    private readonly Column<short> _status, _stepStatus, _stepKind;
    private readonly Column<short?> _failureKind;
    private readonly Column<string?> _message, _stepDetail;
    private readonly Column<int> _stepOrder;

    public IncidentColumns()
    {
        _keys = Incidents.Add<long>("iid", "bigint");
        _ids = Incidents.Add<string>("incident_id", "text");
        _startedAt = Incidents.Add<DateTime>("started_at", "timestamptz");
        _endedAt = Incidents.Add<DateTime?>("ended_at", "timestamptz");
        _status = Incidents.Add<short>("status", "smallint");
        _failureKind = Incidents.Add<short?>("failure_kind", "smallint");
        _message = Incidents.Add<string?>("message", "text");
        _stepKeys = Steps.Add<long>("iid", "bigint");
        _stepIds = Steps.Add<string>("incident_id", "text");
        _stepOrder = Steps.Add<int>("seq", "integer");
        _stepAt = Steps.Add<DateTime>("at", "timestamptz");
        _stepKind = Steps.Add<short>("kind", "smallint");
        _stepStatus = Steps.Add<short>("status", "smallint");
        _stepDetail = Steps.Add<string?>("detail", "text");
    }

    public ColumnSet Incidents { get; } = new();

    public ColumnSet Steps { get; } = new();

    public bool Any => _keys.Values.Count > 0;

    public bool AnySteps => _stepKeys.Values.Count > 0;

    public void Add(long key, IncidentChange change)
    {
        _keys.Add(key);
        _ids.Add(change.IncidentId);
        _startedAt.Add(StoredTime.Of(change.StartedAt));
        _endedAt.Add(StoredTime.Of(change.EndedAt));
        _status.Add((short)change.Status);
        _failureKind.Add((short?)change.FailureKind);
        _message.Add(StoredText.Clean(change.Message));
        for (var i = 0; i < change.Events.Count; i++)
        {
            var step = change.Events[i];
            _stepKeys.Add(key);
            _stepIds.Add(change.IncidentId);
            _stepOrder.Add(i);
            _stepAt.Add(StoredTime.Of(step.At));
            _stepKind.Add((short)step.Kind);
            _stepStatus.Add((short)step.Status);
            _stepDetail.Add(StoredText.Clean(step.Detail));
        }
    }

    public void Clear()
    {
        Incidents.Clear();
        Steps.Clear();
    }
}
