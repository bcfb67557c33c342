using IntegrationHealth.Storage.History;

namespace IntegrationHealth.Storage.Model;

/// <summary>Names of the tables, each with the host's prefix, and the schema they stand in where the database has schemas.</summary>
internal sealed class TableNames(string prefix, string? schema = null) : IRollupTables
{
    public string? Schema { get; } = schema;

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

    public string Alerts { get; } = prefix + "health_check_alerts";

    /// <summary>The unique index of alerts that are not resolved; a violation of it means that another came first.</summary>
    public string AlertsOpenIndex { get; } = $"IX_{prefix}health_check_alerts_open";

    public string AlertEvents { get; } = prefix + "health_check_alert_events";

    public string NotificationGroups { get; } = prefix + "health_check_notification_groups";

    public string Notifications { get; } = prefix + "health_check_notifications";

    public string AlertConfiguration { get; } = prefix + "health_check_alert_configuration";

    public string AlertingLead { get; } = prefix + "health_check_alerting_lead";

    public string Audit { get; } = prefix + "integration_health_audit";

    public string Migrations { get; } = prefix + "integration_health_migrations";
}
