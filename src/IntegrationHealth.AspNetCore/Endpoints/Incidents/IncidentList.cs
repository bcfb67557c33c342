using System.Text.Json.Serialization;
using IntegrationHealth.Checks;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;

namespace IntegrationHealth.Endpoints.Incidents;

/// <summary>Incidents, newest first.</summary>
internal sealed record IncidentList(IReadOnlyList<IncidentItem> Items, string? NextCursor);

/// <summary>An unbroken stretch of non-healthy time; while it lasts, its duration is the one so far.</summary>
internal sealed record IncidentItem(
    string Id,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long DurationMs,
    [property: JsonConverter(typeof(CamelCaseEnum<IntegrationStatus>))] IntegrationStatus Status,
    [property: JsonConverter(typeof(CamelCaseEnum<FailureKind>))] FailureKind? FailureKind,
    string? Message,
    IReadOnlyList<IncidentStep> Timeline)
{
    public static IncidentItem From(Incident incident, DateTimeOffset now) => new(
        incident.Id, incident.StartedAt, incident.EndedAt, (long)((incident.EndedAt ?? now) - incident.StartedAt).TotalMilliseconds,
        incident.Status, incident.FailureKind, incident.Message, [.. incident.Timeline.Select(IncidentStep.From)]);
}

internal sealed record IncidentStep(
    DateTimeOffset At,
    [property: JsonConverter(typeof(CamelCaseEnum<IncidentEventKind>))] IncidentEventKind Event,
    [property: JsonConverter(typeof(CamelCaseEnum<IntegrationStatus>))] IntegrationStatus Status,
    string? Detail)
{
    public static IncidentStep From(IncidentEvent step) => new(step.At, step.Kind, step.Status, step.Detail);
}
