using IntegrationHealth.Status;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.Writing;

/// <summary>Writes the current snapshot, guarded by its version.</summary>
internal sealed class SnapshotWriter(TableNames tables)
{
    private readonly string _update = $"""
        update {tables.Snapshots} set
            status = ?, status_since = ?, last_checked_at = ?, last_succeeded_at = ?, next_check_at = ?, latency_ms = ?,
            consecutive_failures = ?, consecutive_successes = ?, consecutive_degraded = ?, failing_since = ?,
            failure_kind = ?, message = ?, confidence = ?, action = ?, party = ?, vendor_code = ?, docs_url = ?, evidence = ?,
            confirming_observed = ?, confirming_required = ?, recovering_observed = ?, recovering_required = ?,
            retry_at = ?, outage_id = ?, incident_id = ?, flapping = ?, capabilities = ?, credential_expires_at = ?, data = ?,
            recent = ?, version = ?
        where iid = ? and version = ?
        """;

    /// <returns>False when the stored version is another, or the row is gone: nothing was written.</returns>
    public bool TryUpdate(SqliteSession session, long key, long expectedVersion, HealthSnapshot snapshot)
    {
        var failure = snapshot.Failure;
        return session.Prepare(_update)
            .Bind((int)snapshot.Status).Bind(snapshot.StatusSince).Bind(snapshot.LastCheckedAt).Bind(snapshot.LastSucceededAt)
            .Bind(snapshot.NextCheckAt).Bind(snapshot.LatencyMs)
            .Bind(snapshot.ConsecutiveFailures).Bind(snapshot.ConsecutiveSuccesses).Bind(snapshot.ConsecutiveDegraded)
            .Bind(snapshot.FailingSince)
            .Bind((int?)failure?.Kind).Bind(failure?.Message).Bind((int?)failure?.Confidence).Bind((int?)failure?.Action)
            .Bind((int?)failure?.ResponsibleParty).Bind(failure?.VendorCode).Bind(failure?.DocsUrl).Bind(failure?.Evidence)
            .Bind(snapshot.Confirming?.Observed).Bind(snapshot.Confirming?.Required)
            .Bind(snapshot.Recovering?.Observed).Bind(snapshot.Recovering?.Required)
            .Bind(snapshot.RetryAt).Bind(snapshot.OutageId).Bind(snapshot.IncidentId).Bind(snapshot.Flapping)
            .Bind(StorageJson.Write(snapshot.Capabilities)).Bind(snapshot.CredentialExpiresAt).Bind(StorageJson.Write(snapshot.Data))
            .Bind(unchecked((long)snapshot.Recent.Bits)).Bind(snapshot.Version)
            .Bind(key).Bind(expectedVersion)
            .Execute() == 1;
    }
}
