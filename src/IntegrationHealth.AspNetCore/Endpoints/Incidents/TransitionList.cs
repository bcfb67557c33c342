using System.Text.Json.Serialization;
using IntegrationHealth.Checks;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;

namespace IntegrationHealth.Endpoints.Incidents;

/// <summary>Changes of status, newest first.</summary>
internal sealed record TransitionList(IReadOnlyList<TransitionItem> Items, string? NextCursor);

/// <summary>One change of status; the diagnosis is the latest of its incident, the detail its words at the time.</summary>
internal sealed record TransitionItem(
    DateTimeOffset At,
    [property: JsonConverter(typeof(CamelCaseEnum<IncidentEventKind>))] IncidentEventKind Event,
    [property: JsonConverter(typeof(CamelCaseEnum<IntegrationStatus>))] IntegrationStatus Status,
    [property: JsonConverter(typeof(CamelCaseEnum<FailureKind>))] FailureKind? FailureKind,
    string? Detail,
    string IncidentId,
    string IntegrationId,
    string Name,
    string Provider,
    string OwnerId)
{
    public static TransitionItem From(StatusTransition change) => new(
        change.At, change.Kind, change.Status, change.FailureKind, change.Detail, change.IncidentId,
        change.IntegrationId, change.Name, change.Provider, change.OwnerId);
}
