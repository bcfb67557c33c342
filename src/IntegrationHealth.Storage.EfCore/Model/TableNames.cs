using IntegrationHealth.Storage.History;

namespace IntegrationHealth.Storage.Model;

/// <summary>Names of the tables, each with the host's prefix.</summary>
internal sealed class TableNames(string prefix) : IRollupTables
{
    public string Prefix { get; } = prefix;

    public string Integrations { get; } = prefix + "integrations";

    public string Snapshots { get; } = prefix + "integration_health_checks";

    public string History { get; } = prefix + "integration_health_history";

    public string Hours { get; } = prefix + "integration_health_rollup_hour";

    public string Days { get; } = prefix + "integration_health_rollup_day";

    public string Months { get; } = prefix + "integration_health_rollup_month";

    public string Providers { get; } = prefix + "integration_health_rollup_provider";

    public string LateDays { get; } = prefix + "integration_health_rollup_late";

    public string Progress { get; } = prefix + "integration_health_progress";

    public string Incidents { get; } = prefix + "integration_incidents";

    public string IncidentEvents { get; } = prefix + "integration_incident_events";

    public string Migrations { get; } = prefix + "integration_health_migrations";
}
