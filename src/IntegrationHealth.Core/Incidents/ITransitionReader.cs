using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Incidents;

/// <summary>Reads changes of status across integrations. Part of what a storage package provides.</summary>
public interface ITransitionReader
{
    /// <summary>
    /// The steps of incidents at which a status changed (all but another diagnosis), newest first: by time, then incident, then kind, each descending.
    /// </summary>
    Task<IReadOnlyList<StatusTransition>> GetTransitionsAsync(TransitionQuery query, CancellationToken cancellationToken);
}

/// <summary>Which changes of status to list.</summary>
public sealed record TransitionQuery
{
    /// <summary>Only those of this owner's integrations; null for everyone's.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Only those of these providers; all when empty.</summary>
    public IReadOnlyCollection<string> Providers { get; init; } = [];

    /// <summary>Only those of integrations whose id or name contains this, ignoring case.</summary>
    public string? Search { get; init; }

    /// <summary>Only those to these statuses; all when empty.</summary>
    public IReadOnlyCollection<IntegrationStatus> Statuses { get; init; } = [];

    /// <summary>Only those at or after this time.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Most of them, at least 1.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Those after this one in the list; all when null.</summary>
    public TransitionPosition? After { get; init; }
}

/// <summary>A place in the list of changes.</summary>
public readonly record struct TransitionPosition(DateTimeOffset At, string IncidentId, IncidentEventKind Kind);

/// <summary>One change of status.</summary>
/// <param name="At">When it was first observed.</param>
/// <param name="Kind">What happened; never <see cref="IncidentEventKind.DiagnosisChanged"/>.</param>
/// <param name="Status">The status after it.</param>
/// <param name="Detail">The diagnosis in words, if it has one.</param>
/// <param name="FailureKind">The latest diagnosis of its incident.</param>
/// <param name="IncidentId">The incident it belongs to.</param>
/// <param name="IntegrationId">Whose status changed.</param>
/// <param name="Name">Its name now.</param>
/// <param name="Provider">Its provider.</param>
/// <param name="OwnerId">Its owner; empty when it has none.</param>
public sealed record StatusTransition(
    DateTimeOffset At, IncidentEventKind Kind, IntegrationStatus Status, string? Detail, FailureKind? FailureKind, string IncidentId,
    string IntegrationId, string Name, string Provider, string OwnerId);
