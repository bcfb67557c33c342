using System.Text.Json.Serialization;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Status;

namespace IntegrationHealth.Endpoints.History;

/// <summary>Single checks, newest first.</summary>
internal sealed record CheckHistory(IReadOnlyList<CheckHistoryItem> Items, string? NextCursor);

internal sealed record CheckHistoryItem(
    DateTimeOffset CheckedAt,
    [property: JsonConverter(typeof(CamelCaseEnum<IntegrationStatus>))] IntegrationStatus Status,
    [property: JsonConverter(typeof(CamelCaseEnum<CheckOutcome>))] CheckOutcome Outcome,
    int LatencyMs,
    [property: JsonConverter(typeof(CamelCaseEnum<FailureKind>))] FailureKind? FailureKind,
    string? Message)
{
    public static CheckHistoryItem From(HistoryEntry entry) =>
        new(entry.CheckedAt, entry.Status, entry.Outcome, entry.LatencyMs, entry.FailureKind, entry.Message);
}
