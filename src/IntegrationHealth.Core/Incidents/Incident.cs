using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Incidents;

/// <summary>An unbroken stretch of non-healthy time.</summary>
public sealed record Incident
{
    /// <summary>Unique id, sortable by start.</summary>
    public required string Id { get; init; }

    /// <summary>The integration it happened to.</summary>
    public required string IntegrationId { get; init; }

    /// <summary>When the first failed observation was made.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The worst status reached.</summary>
    public required IntegrationStatus Status { get; init; }

    /// <summary>The latest diagnosis.</summary>
    public FailureKind? FailureKind { get; init; }

    /// <summary>The latest diagnosis in words.</summary>
    public string? Message { get; init; }

    /// <summary>What happened, oldest first: all of it up to 100 steps, of a longer one the first 50 and the last 50.</summary>
    public IReadOnlyList<IncidentEvent> Timeline { get; init; } = [];
}

/// <summary>One step of an incident.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Status">The status after it.</param>
/// <param name="Detail">The diagnosis in words, if it has one.</param>
public sealed record IncidentEvent(DateTimeOffset At, IncidentEventKind Kind, IntegrationStatus Status, string? Detail);

/// <summary>What happened in an incident. Values are stored: never renumber.</summary>
public enum IncidentEventKind
{
    /// <summary>The first failed observation.</summary>
    Started = 0,

    /// <summary>The status became worse or better without being healthy.</summary>
    StatusChanged = 1,

    /// <summary>Another diagnosis.</summary>
    DiagnosisChanged = 2,

    /// <summary>Healthy again.</summary>
    Resolved = 3,

    /// <summary>Ended because a person paused the integration.</summary>
    Paused = 4,
}

/// <summary>A change of one incident.</summary>
/// <param name="IncidentId">Which incident.</param>
/// <param name="IntegrationId">Whose.</param>
/// <param name="StartedAt">When it started; set at each change, so that a store can insert or update alike.</param>
/// <param name="EndedAt">When it ended; null while it lasts.</param>
/// <param name="Status">The present status, or the last one that was not healthy.</param>
/// <param name="FailureKind">The latest diagnosis.</param>
/// <param name="Message">The latest diagnosis in words.</param>
/// <param name="Events">Steps to append to the timeline, of which a store keeps the first 50 and the last 50. A store keeps the worst
/// status it was given.</param>
public sealed record IncidentChange(
    string IncidentId, string IntegrationId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, IntegrationStatus Status,
    FailureKind? FailureKind, string? Message, IReadOnlyList<IncidentEvent> Events);
