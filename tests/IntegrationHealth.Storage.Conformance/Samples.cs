using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Integrations, and results of checks on them.</summary>
public static class Samples
{
    public static Integration Integration(string id, string? name = null, string owner = "", string provider = "http", params string[] tags) =>
        new() { Id = id, Name = name ?? id, OwnerId = owner, Provider = provider, Tags = tags };

    /// <summary>Every field away from its default.</summary>
    public static Integration FullIntegration(string id) => new()
    {
        Id = id,
        Name = "Größe \"quoted\" 'n' 🚀",
        OwnerId = "tenant-7",
        Provider = "gmail",
        Tags = ["prod", "eu \"west\", 1"],
        Interval = TimeSpan.FromSeconds(90),
        Enabled = false,
        Settings = JsonDocument.Parse("""{"url":"https://example.com","depth":[1,2]}""").RootElement,
        Origin = IntegrationOrigin.Source,
    };

    /// <summary>Every field away from its default.</summary>
    public static HealthSnapshot FullSnapshot(string id, DateTimeOffset at, long version) => new()
    {
        IntegrationId = id,
        Status = IntegrationStatus.Unhealthy,
        StatusSince = at.AddMinutes(-30),
        LastCheckedAt = at,
        LastSucceededAt = at.AddHours(-1),
        NextCheckAt = at.AddMinutes(5),
        LatencyMs = 123,
        ConsecutiveFailures = 4,
        ConsecutiveSuccesses = 1,
        ConsecutiveDegraded = 2,
        FailingSince = at.AddMinutes(-31),
        Failure = new CheckFailure
        {
            Kind = FailureKind.AuthenticationRevoked,
            Message = "Access was revoked.",
            Confidence = Confidence.High,
            Action = RecoveryAction.Reconnect,
            ResponsibleParty = ResponsibleParty.Owner,
            VendorCode = "invalid_grant",
            DocsUrl = "https://example.com/docs",
            Evidence = "400 {\"error\":\"invalid_grant\"}",
        },
        Confirming = new StatusProgress(2, 3),
        Recovering = new StatusProgress(1, 2),
        RetryAt = at.AddMinutes(7),
        OutageId = "outage-1",
        IncidentId = "incident-1",
        Flapping = true,
        Capabilities = [new CapabilityHealth("read", IntegrationStatus.Healthy), new CapabilityHealth("write", IntegrationStatus.Unhealthy, "No scope.")],
        CredentialExpiresAt = at.AddDays(9),
        Data = new Dictionary<string, string> { ["account"] = "a@example.com", ["quota"] = "12" },
        Recent = new RecentOutcomes(ulong.MaxValue - 4),
        Version = version,
    };

    /// <summary>A check with its history entry and its hour.</summary>
    public static ResultWrite Check(
        string id, long expectedVersion, DateTimeOffset at, CheckOutcome outcome = CheckOutcome.Succeeded, int latencyMs = 20,
        FailureKind? kind = null, IntegrationStatus? status = null, IncidentChange? incident = null)
    {
        var after = status ?? outcome switch
        {
            CheckOutcome.Failed => IntegrationStatus.Unhealthy,
            CheckOutcome.Degraded => IntegrationStatus.Degraded,
            _ => IntegrationStatus.Healthy,
        };
        var failure = kind is { } some ? CheckFailure.Of(some, some.ToString()) : null;
        var snapshot = new HealthSnapshot
        {
            IntegrationId = id,
            Status = after,
            StatusSince = at,
            LastCheckedAt = at,
            LatencyMs = latencyMs,
            Failure = failure,
            Version = expectedVersion + 1,
        };
        return new ResultWrite(
            expectedVersion, snapshot, new HistoryEntry(at, after, outcome, latencyMs, kind, failure?.Message),
            [Hour(at, outcome, latencyMs, healthyMs: 1_000, kind: kind)], incident);
    }

    public static RollupDelta Hour(
        DateTimeOffset at, CheckOutcome? outcome = null, int latencyMs = 0, long healthyMs = 0, long degradedMs = 0, long unhealthyMs = 0,
        FailureKind? kind = null) =>
        new()
        {
            Hour = new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, TimeSpan.Zero),
            Outcome = outcome,
            LatencyMs = latencyMs,
            FailureKind = kind,
            HealthyMs = healthyMs,
            DegradedMs = degradedMs,
            UnhealthyMs = unhealthyMs,
        };

    /// <summary>A change of nothing but the snapshot.</summary>
    public static ResultWrite Only(HealthSnapshot snapshot) => new(snapshot.Version - 1, snapshot, null, [], null);

    public static IncidentChange Incident(
        string id, string integrationId, DateTimeOffset startedAt, IntegrationStatus status, DateTimeOffset? endedAt = null,
        params IncidentEvent[] events) =>
        new(id, integrationId, startedAt, endedAt, status, FailureKind.Network, "No answer.", events);
}
