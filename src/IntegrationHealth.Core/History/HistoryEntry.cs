using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.History;

/// <summary>One check as history keeps it.</summary>
/// <param name="CheckedAt">When the observation was made, to the millisecond; unique within an integration.</param>
/// <param name="Status">The status after it.</param>
/// <param name="Outcome">How the check itself ended.</param>
/// <param name="LatencyMs">Latency in whole milliseconds.</param>
/// <param name="FailureKind">The diagnosis; null when it succeeded.</param>
/// <param name="Message">The diagnosis in words; null when it succeeded.</param>
public sealed record HistoryEntry(
    DateTimeOffset CheckedAt, IntegrationStatus Status, CheckOutcome Outcome, int LatencyMs, FailureKind? FailureKind, string? Message);
