using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.PostgreSql.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

/// <summary>Alerts that are new, or that replace the version that each expects.</summary>
internal sealed class AlertColumns
{
    private readonly Column<long> _expected, _versions;
    private readonly Column<string> _ids, _fingerprints, _rules, _ruleNames, _groups, _names, _providers, _owners, _messages, _documents;
    private readonly Column<string?> _integrations;
    private readonly Column<short> _severities, _states;
    private readonly Column<DateTime> _startedAt;
    private readonly Column<DateTime?> _firedAt, _resolvedAt;

    public AlertColumns()
    {
        _expected = Set.Add<long>("expected", "bigint");
        _ids = Set.Add<string>("id", "text");
        _fingerprints = Set.Add<string>("fingerprint", "text");
        _rules = Set.Add<string>("rule_id", "text");
        _ruleNames = Set.Add<string>("rule_name", "text");
        _groups = Set.Add<string>("alert_group", "text");
        _severities = Set.Add<short>("severity", "smallint");
        _integrations = Set.Add<string?>("integration_id", "text");
        _names = Set.Add<string>("name", "text");
        _providers = Set.Add<string>("provider", "text");
        _owners = Set.Add<string>("owner_id", "text");
        _states = Set.Add<short>("state", "smallint");
        _startedAt = Set.Add<DateTime>("started_at", "timestamptz");
        _firedAt = Set.Add<DateTime?>("fired_at", "timestamptz");
        _resolvedAt = Set.Add<DateTime?>("resolved_at", "timestamptz");
        _messages = Set.Add<string>("message", "text");
        _versions = Set.Add<long>("version", "bigint");
        _documents = Set.Add<string>("document", "text");
    }

    /// <summary>Names of the table's own columns, the id first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "id", "fingerprint", "rule_id", "rule_name", "alert_group", "severity", "integration_id", "name", "provider", "owner_id", "state",
        "started_at", "fired_at", "resolved_at", "message", "version", "document",
    ];

    public ColumnSet Set { get; } = new();

    public int Rows => _ids.Values.Count;

    public void Add(long expected, Alert alert)
    {
        _expected.Add(expected);
        _ids.Add(alert.Id);
        _fingerprints.Add(alert.Fingerprint);
        _rules.Add(alert.RuleId);
        _ruleNames.Add(StoredText.Clean(alert.RuleName)!);
        _groups.Add(alert.Group);
        _severities.Add((short)alert.Severity);
        _integrations.Add(alert.IntegrationId);
        _names.Add(StoredText.Clean(alert.Name)!);
        _providers.Add(alert.Provider);
        _owners.Add(StoredText.Clean(alert.OwnerId)!);
        _states.Add((short)alert.State);
        _startedAt.Add(StoredTime.Of(alert.StartedAt));
        _firedAt.Add(StoredTime.Of(alert.FiredAt));
        _resolvedAt.Add(StoredTime.Of(AlertDocuments.EndOf(alert)));
        _messages.Add(StoredText.Clean(alert.Message)!);
        _versions.Add(alert.Version);
        _documents.Add(AlertDocuments.Write(alert));
    }
}
