using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.PostgreSql.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

/// <summary>Groups that may have something to say: each once, with the earliest time that it was touched for.</summary>
internal sealed class TouchColumns
{
    private readonly SortedDictionary<string, GroupTouch> _touches = new(StringComparer.Ordinal);
    private readonly Column<string> _keys, _groups, _rules, _channels;
    private readonly Column<DateTime> _dueAt;

    public TouchColumns()
    {
        _keys = Set.Add<string>("group_key", "text");
        _groups = Set.Add<string>("alert_group", "text");
        _rules = Set.Add<string>("rule_id", "text");
        _channels = Set.Add<string>("channel_id", "text");
        _dueAt = Set.Add<DateTime>("due_at", "timestamptz");
    }

    public ColumnSet Set { get; } = new();

    public bool Any => _touches.Count > 0;

    public void Add(GroupTouch touch)
    {
        if (!_touches.TryGetValue(touch.Key, out var other) || touch.DueAt < other.DueAt)
            _touches[touch.Key] = touch;
    }

    /// <summary>Fills the columns in the order of keys, so that two writers lock in the same order.</summary>
    public void Fill()
    {
        foreach (var touch in _touches.Values)
        {
            _keys.Add(touch.Key);
            _groups.Add(touch.AlertGroup);
            _rules.Add(touch.RuleId);
            _channels.Add(touch.ChannelId);
            _dueAt.Add(StoredTime.Of(AlertDocuments.DueTime(touch.DueAt)));
        }
    }
}

/// <summary>Groups as they are after a flush.</summary>
internal sealed class GroupColumns
{
    private readonly Column<string> _keys, _groups, _rules, _channels, _documents;
    private readonly Column<DateTime?> _dueAt, _lastNotifiedAt;
    private readonly Column<int> _notified;
    private readonly Column<long> _versions;

    public GroupColumns()
    {
        _keys = Set.Add<string>("group_key", "text");
        _groups = Set.Add<string>("alert_group", "text");
        _rules = Set.Add<string>("rule_id", "text");
        _channels = Set.Add<string>("channel_id", "text");
        _dueAt = Set.Add<DateTime?>("due_at", "timestamptz");
        _lastNotifiedAt = Set.Add<DateTime?>("last_notified_at", "timestamptz");
        _notified = Set.Add<int>("notified", "integer");
        _versions = Set.Add<long>("version", "bigint");
        _documents = Set.Add<string>("document", "text");
    }

    public ColumnSet Set { get; } = new();

    public int Rows => _keys.Values.Count;

    public void Add(NotificationGroup group)
    {
        _keys.Add(group.Key);
        _groups.Add(group.AlertGroup);
        _rules.Add(group.RuleId);
        _channels.Add(group.ChannelId);
        _dueAt.Add(group.DueAt is { } due ? StoredTime.Of(AlertDocuments.DueTime(due)) : null);
        _lastNotifiedAt.Add(StoredTime.Of(group.LastNotifiedAt));
        _notified.Add(group.NotifiedAlertIds.Count);
        _versions.Add(group.Version);
        _documents.Add(AlertDocuments.Write(group));
    }
}
