using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>Names of the tables as SQL takes them: quoted, with their schema.</summary>
internal sealed class PostgreSqlTables(TableNames names) : IRollupTables
{
    public string Integrations { get; } = Quote(names, names.Integrations);

    public string Snapshots { get; } = Quote(names, names.Snapshots);

    public string History { get; } = Quote(names, names.History);

    public string Hours { get; } = Quote(names, names.Hours);

    public string Days { get; } = Quote(names, names.Days);

    public string Months { get; } = Quote(names, names.Months);

    public string Providers { get; } = Quote(names, names.Providers);

    public string LateDays { get; } = Quote(names, names.LateDays);

    public string Progress { get; } = Quote(names, names.Progress);

    public string Incidents { get; } = Quote(names, names.Incidents);

    public string IncidentEvents { get; } = Quote(names, names.IncidentEvents);

    /// <summary>The due queue.</summary>
    public string Queue { get; } = Quote(names, names.Prefix + "integration_health_queue");

    /// <summary>Hosts that share the work.</summary>
    public string Hosts { get; } = Quote(names, names.Prefix + "integration_health_hosts");

    /// <summary>What one host does at a time.</summary>
    public string Duties { get; } = Quote(names, names.Prefix + "integration_health_duties");

    public string Alerts { get; } = Quote(names, names.Alerts);

    public string AlertEvents { get; } = Quote(names, names.AlertEvents);

    public string NotificationGroups { get; } = Quote(names, names.NotificationGroups);

    public string Notifications { get; } = Quote(names, names.Notifications);

    public string AlertConfiguration { get; } = Quote(names, names.AlertConfiguration);

    public string AlertingLead { get; } = Quote(names, names.AlertingLead);

    public string Audit { get; } = Quote(names, names.Audit);

    /// <summary>All of them, without the partitions.</summary>
    public IReadOnlyList<string> All =>
    [
        Integrations, Snapshots, History, Hours, Days, Months, Providers, LateDays, Progress, Incidents, IncidentEvents,
        Alerts, AlertEvents, NotificationGroups, Notifications, AlertConfiguration, AlertingLead, Audit, Queue, Hosts, Duties,
    ];

    /// <summary>The partition of a table for one month.</summary>
    public static string PartitionName(string table, DateTimeOffset month) => $"{table}_{month:yyyy_MM}";

    public static string Quote(TableNames names, string table) => $"\"{names.Schema}\".\"{table}\"";
}
