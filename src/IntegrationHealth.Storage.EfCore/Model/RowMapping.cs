using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Model;

/// <summary>From rows to the words of Core.</summary>
internal static class RowMapping
{
    public static Integration ToIntegration(this IntegrationRow row) => new()
    {
        Id = row.Id,
        OwnerId = row.OwnerId,
        Provider = row.Provider,
        Name = row.Name,
        Tags = row.Tags,
        Interval = row.IntervalMs is { } interval ? TimeSpan.FromMilliseconds(interval) : null,
        Enabled = row.Enabled,
        Settings = StorageJson.ReadSettings(row.Settings),
        Origin = (IntegrationOrigin)row.Origin,
    };

    public static HealthSnapshot ToSnapshot(this HealthRow row) => new()
    {
        IntegrationId = row.Id,
        Status = row.Status,
        StatusSince = row.StatusSince,
        LastCheckedAt = row.LastCheckedAt,
        LastSucceededAt = row.LastSucceededAt,
        NextCheckAt = row.NextCheckAt,
        LatencyMs = row.LatencyMs,
        ConsecutiveFailures = row.ConsecutiveFailures,
        ConsecutiveSuccesses = row.ConsecutiveSuccesses,
        ConsecutiveDegraded = row.ConsecutiveDegraded,
        FailingSince = row.FailingSince,
        Failure = row.ToFailure(),
        Confirming = ToProgress(row.ConfirmingObserved, row.ConfirmingRequired),
        Recovering = ToProgress(row.RecoveringObserved, row.RecoveringRequired),
        RetryAt = row.RetryAt,
        OutageId = row.OutageId,
        IncidentId = row.IncidentId,
        Flapping = row.Flapping,
        Capabilities = StorageJson.ReadCapabilities(row.Capabilities),
        CredentialExpiresAt = row.CredentialExpiresAt,
        Data = StorageJson.ReadData(row.Data),
        Recent = new RecentOutcomes(unchecked((ulong)row.Recent)),
        Version = row.Version,
    };

    private static CheckFailure? ToFailure(this HealthRow row) => row.FailureKind is not { } kind ? null : new CheckFailure
    {
        Kind = kind,
        Message = row.Message ?? "",
        Confidence = row.Confidence ?? default,
        Action = row.Action ?? default,
        ResponsibleParty = row.Party ?? default,
        VendorCode = row.VendorCode,
        DocsUrl = row.DocsUrl,
        Evidence = row.Evidence,
    };

    private static StatusProgress? ToProgress(int? observed, int? required) =>
        observed is { } some && required is { } all ? new StatusProgress(some, all) : null;
}
