using IntegrationHealth.Reading;
using IntegrationHealth.Status;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>From a report to its JSON shape.</summary>
internal static class HealthMapping
{
    public static IntegrationHealth From(IntegrationHealthReport report)
    {
        var (integration, snapshot, stale, uptime, _) = report;
        return new IntegrationHealth
        {
            Id = integration.Id,
            Name = integration.Name,
            Provider = integration.Provider,
            OwnerId = integration.OwnerId,
            Tags = integration.Tags,
            Status = snapshot.Status,
            StatusSince = snapshot.StatusSince,
            LastCheckedAt = snapshot.LastCheckedAt,
            LastSucceededAt = snapshot.LastSucceededAt,
            NextCheckAt = snapshot.NextCheckAt,
            LatencyMs = snapshot.LatencyMs,
            ConsecutiveFailures = snapshot.ConsecutiveFailures,
            Stale = stale,
            Confirming = Progress(snapshot.Confirming),
            Recovering = Progress(snapshot.Recovering),
            Failure = Failure(report),
            Capabilities = [.. snapshot.Capabilities.Select(part => new HealthCapability(part.Name, part.Status, part.Message))],
            Uptime = new HealthUptime(uptime.Day, uptime.Week, uptime.Month),
            CredentialExpiresAt = snapshot.CredentialExpiresAt,
            Data = snapshot.Data ?? NoData,
            Version = snapshot.Version,
        };
    }

    private static readonly IReadOnlyDictionary<string, string> NoData = new Dictionary<string, string>();

    private static HealthProgress? Progress(StatusProgress? progress) =>
        progress is null ? null : new HealthProgress(progress.Observed, progress.Required);

    private static HealthFailure? Failure(IntegrationHealthReport report) => report.Snapshot.Failure is not { } failure ? null : new HealthFailure
    {
        Kind = failure.Kind,
        Message = failure.Message,
        Transient = failure.Transient,
        Confidence = failure.Confidence,
        ResponsibleParty = failure.ResponsibleParty,
        Action = failure.Action,
        ActionUrl = report.ActionUrl,
        DocsUrl = failure.DocsUrl,
        VendorCode = failure.VendorCode,
        RetryAfter = report.Snapshot.RetryAt,
        OutageId = report.Snapshot.OutageId,
    };
}
