namespace IntegrationHealth.Storage.Model;

/// <summary>Names of the tables, each with the host's prefix.</summary>
internal sealed class TableNames(string prefix)
{
    public string Prefix { get; } = prefix;

    public string Integrations { get; } = prefix + "integrations";

    public string Snapshots { get; } = prefix + "integration_health_checks";

    public string History { get; } = prefix + "integration_health_history";

    public string Rollups { get; } = prefix + "integration_health_rollup_hour";

    public string Incidents { get; } = prefix + "integration_incidents";

    public string IncidentEvents { get; } = prefix + "integration_incident_events";

    public string Migrations { get; } = prefix + "integration_health_migrations";
}
