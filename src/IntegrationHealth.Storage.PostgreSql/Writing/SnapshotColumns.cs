using IntegrationHealth.History;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>A batch as columns: the new snapshot of each result, and its line of history.</summary>
internal sealed class SnapshotColumns
{
    private readonly ColumnSet _set = new();
    private readonly Column<long> _expected;
    private readonly Column<short> _status;
    private readonly Column<DateTime> _statusSince;
    private readonly Column<DateTime?> _lastCheckedAt, _lastSucceededAt, _nextCheckAt, _failingSince, _retryAt, _credentialExpiresAt, _checkedAt;
    private readonly Column<int?> _latencyMs, _confirmingObserved, _confirmingRequired, _recoveringObserved, _recoveringRequired, _checkLatencyMs;
    private readonly Column<int> _consecutiveFailures, _consecutiveSuccesses, _consecutiveDegraded;
    private readonly Column<short?> _failureKind, _confidence, _action, _party, _checkStatus, _checkOutcome, _checkFailureKind;
    private readonly Column<string?> _message, _vendorCode, _docsUrl, _evidence, _outageId, _incidentId, _capabilities, _data, _checkMessage;
    private readonly Column<bool> _flapping;
    private readonly Column<long> _recent, _version;

    public SnapshotColumns()
    {
        Keys = _set.Add<long>("iid", "bigint");
        _expected = _set.Add<long>("expected", "bigint");
        _status = _set.Add<short>("status", "smallint");
        _statusSince = _set.Add<DateTime>("status_since", "timestamptz");
        _lastCheckedAt = _set.Add<DateTime?>("last_checked_at", "timestamptz");
        _lastSucceededAt = _set.Add<DateTime?>("last_succeeded_at", "timestamptz");
        _nextCheckAt = _set.Add<DateTime?>("next_check_at", "timestamptz");
        _latencyMs = _set.Add<int?>("latency_ms", "integer");
        _consecutiveFailures = _set.Add<int>("consecutive_failures", "integer");
        _consecutiveSuccesses = _set.Add<int>("consecutive_successes", "integer");
        _consecutiveDegraded = _set.Add<int>("consecutive_degraded", "integer");
        _failingSince = _set.Add<DateTime?>("failing_since", "timestamptz");
        _failureKind = _set.Add<short?>("failure_kind", "smallint");
        _message = _set.Add<string?>("message", "text");
        _confidence = _set.Add<short?>("confidence", "smallint");
        _action = _set.Add<short?>("action", "smallint");
        _party = _set.Add<short?>("party", "smallint");
        _vendorCode = _set.Add<string?>("vendor_code", "text");
        _docsUrl = _set.Add<string?>("docs_url", "text");
        _evidence = _set.Add<string?>("evidence", "text");
        _confirmingObserved = _set.Add<int?>("confirming_observed", "integer");
        _confirmingRequired = _set.Add<int?>("confirming_required", "integer");
        _recoveringObserved = _set.Add<int?>("recovering_observed", "integer");
        _recoveringRequired = _set.Add<int?>("recovering_required", "integer");
        _retryAt = _set.Add<DateTime?>("retry_at", "timestamptz");
        _outageId = _set.Add<string?>("outage_id", "text");
        _incidentId = _set.Add<string?>("incident_id", "text");
        _flapping = _set.Add<bool>("flapping", "boolean");
        _capabilities = _set.Add<string?>("capabilities", "text");
        _credentialExpiresAt = _set.Add<DateTime?>("credential_expires_at", "timestamptz");
        _data = _set.Add<string?>("data", "text");
        _recent = _set.Add<long>("recent", "bigint");
        _version = _set.Add<long>("version", "bigint");
        SnapshotNames = [.. _set.Names.Split(", ").Skip(2)];
        _checkedAt = _set.Add<DateTime?>("checked_at", "timestamptz");
        _checkStatus = _set.Add<short?>("check_status", "smallint");
        _checkOutcome = _set.Add<short?>("check_outcome", "smallint");
        _checkLatencyMs = _set.Add<int?>("check_latency_ms", "integer");
        _checkFailureKind = _set.Add<short?>("check_failure_kind", "smallint");
        _checkMessage = _set.Add<string?>("check_message", "text");
    }

    public ColumnSet Set => _set;

    public Column<long> Keys { get; }

    /// <summary>Names of the snapshot's own columns.</summary>
    public IReadOnlyList<string> SnapshotNames { get; }

    public void Add(long key, ResultWrite write)
    {
        var snapshot = write.Snapshot;
        var failure = snapshot.Failure;
        Keys.Add(key);
        _expected.Add(write.ExpectedVersion);
        _status.Add((short)snapshot.Status);
        _statusSince.Add(StoredTime.Of(snapshot.StatusSince));
        _lastCheckedAt.Add(StoredTime.Of(snapshot.LastCheckedAt));
        _lastSucceededAt.Add(StoredTime.Of(snapshot.LastSucceededAt));
        _nextCheckAt.Add(StoredTime.Of(snapshot.NextCheckAt));
        _latencyMs.Add(snapshot.LatencyMs);
        _consecutiveFailures.Add(snapshot.ConsecutiveFailures);
        _consecutiveSuccesses.Add(snapshot.ConsecutiveSuccesses);
        _consecutiveDegraded.Add(snapshot.ConsecutiveDegraded);
        _failingSince.Add(StoredTime.Of(snapshot.FailingSince));
        _failureKind.Add((short?)failure?.Kind);
        _message.Add(StoredText.Clean(failure?.Message));
        _confidence.Add((short?)failure?.Confidence);
        _action.Add((short?)failure?.Action);
        _party.Add((short?)failure?.ResponsibleParty);
        _vendorCode.Add(StoredText.Clean(failure?.VendorCode));
        _docsUrl.Add(StoredText.Clean(failure?.DocsUrl));
        _evidence.Add(StoredText.Clean(failure?.Evidence));
        AddProgress(snapshot);
        _retryAt.Add(StoredTime.Of(snapshot.RetryAt));
        _outageId.Add(StoredText.Clean(snapshot.OutageId));
        _incidentId.Add(snapshot.IncidentId);
        _flapping.Add(snapshot.Flapping);
        _capabilities.Add(StorageJson.Write(snapshot.Capabilities));
        _credentialExpiresAt.Add(StoredTime.Of(snapshot.CredentialExpiresAt));
        _data.Add(StorageJson.Write(snapshot.Data));
        _recent.Add(unchecked((long)snapshot.Recent.Bits));
        _version.Add(snapshot.Version);
        AddCheck(write.History);
    }

    private void AddProgress(HealthSnapshot snapshot)
    {
        _confirmingObserved.Add(snapshot.Confirming?.Observed);
        _confirmingRequired.Add(snapshot.Confirming?.Required);
        _recoveringObserved.Add(snapshot.Recovering?.Observed);
        _recoveringRequired.Add(snapshot.Recovering?.Required);
    }

    private void AddCheck(HistoryEntry? check)
    {
        _checkedAt.Add(StoredTime.Of(check?.CheckedAt));
        _checkStatus.Add((short?)check?.Status);
        _checkOutcome.Add((short?)check?.Outcome);
        _checkLatencyMs.Add(check?.LatencyMs);
        _checkFailureKind.Add((short?)check?.FailureKind);
        _checkMessage.Add(StoredText.Clean(check?.Message));
    }
}
