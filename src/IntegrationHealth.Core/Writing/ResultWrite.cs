using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;

namespace IntegrationHealth.Writing;

/// <summary>Everything that one observation changes in storage.</summary>
/// <param name="ExpectedVersion">Version the stored snapshot must have.</param>
/// <param name="Snapshot">The new snapshot, with <paramref name="ExpectedVersion"/> + 1.</param>
/// <param name="History">The check as history keeps it; null when only the status changed (paused, resumed).</param>
/// <param name="Rollups">What to add to the hourly rollups: one entry an hour touched, oldest first.</param>
/// <param name="Incident">The incident opened, extended or closed; null when none changed.</param>
/// <param name="Alerts">What it changes about alerts; null when nothing.</param>
public sealed record ResultWrite(
    long ExpectedVersion, HealthSnapshot Snapshot, HistoryEntry? History, IReadOnlyList<RollupDelta> Rollups, IncidentChange? Incident,
    ResultAlerts? Alerts = null);
