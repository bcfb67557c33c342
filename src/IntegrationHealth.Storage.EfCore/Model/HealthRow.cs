using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Model;

/// <summary>
/// The current snapshot, one row an integration. Id, provider, owner and the key of the name are repeated here so that a list reads one index; they never
/// change in a batch of results. No index may hold a column that results change: it would multiply the cost of each.
/// </summary>
internal sealed class HealthRow
{
    public long Iid { get; set; }

    public required string Id { get; set; }

    public required string Provider { get; set; }

    public required string OwnerId { get; set; }

    /// <summary>The name as lists order it: A–Z are a–z.</summary>
    public required string NameKey { get; set; }

    public IntegrationStatus Status { get; set; }

    public DateTimeOffset StatusSince { get; set; }

    public DateTimeOffset? LastCheckedAt { get; set; }

    public DateTimeOffset? LastSucceededAt { get; set; }

    public DateTimeOffset? NextCheckAt { get; set; }

    public int? LatencyMs { get; set; }

    public int ConsecutiveFailures { get; set; }

    public int ConsecutiveSuccesses { get; set; }

    public int ConsecutiveDegraded { get; set; }

    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Null while nothing is wrong; then the failure's other columns are null too.</summary>
    public FailureKind? FailureKind { get; set; }

    public string? Message { get; set; }

    public Confidence? Confidence { get; set; }

    public RecoveryAction? Action { get; set; }

    public ResponsibleParty? Party { get; set; }

    public string? VendorCode { get; set; }

    public string? DocsUrl { get; set; }

    public string? Evidence { get; set; }

    public int? ConfirmingObserved { get; set; }

    public int? ConfirmingRequired { get; set; }

    public int? RecoveringObserved { get; set; }

    public int? RecoveringRequired { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public string? OutageId { get; set; }

    public string? IncidentId { get; set; }

    public bool Flapping { get; set; }

    /// <summary>A JSON array; null when empty.</summary>
    public string? Capabilities { get; set; }

    public DateTimeOffset? CredentialExpiresAt { get; set; }

    /// <summary>A JSON object; null when there is none.</summary>
    public string? Data { get; set; }

    /// <summary>The bits of <see cref="RecentOutcomes"/>, as a signed number.</summary>
    public long Recent { get; set; }

    public long Version { get; set; }
}
