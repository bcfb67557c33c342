using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;

namespace IntegrationHealth.Incidents;

/// <summary>Opens, extends and closes the incident of one integration from two snapshots. Pure.</summary>
internal static class IncidentTracker
{
    /// <summary>The new snapshot with its incident, and the change to store; null when nothing happened.</summary>
    public static (HealthSnapshot Snapshot, IncidentChange? Change) Track(HealthSnapshot before, HealthSnapshot after, DateTimeOffset at)
    {
        var troubled = after.Status is IntegrationStatus.Degraded or IntegrationStatus.Unhealthy;
        if (before.IncidentId is null)
            return troubled ? Open(after, at) : (after, null);
        if (!troubled)
            return Close(before, after, at);

        after = after with { IncidentId = before.IncidentId };
        if (before.Status != after.Status)
            return (after, Extend(before, after, new IncidentEvent(at, IncidentEventKind.StatusChanged, after.Status, after.Failure?.Message)));
        if (before.Failure?.Kind != after.Failure?.Kind)
            return (after, Extend(before, after, new IncidentEvent(at, IncidentEventKind.DiagnosisChanged, after.Status, after.Failure?.Message)));
        return (after, null);
    }

    private static (HealthSnapshot, IncidentChange?) Open(HealthSnapshot after, DateTimeOffset at)
    {
        var start = after.FailingSince ?? at;
        after = after with { IncidentId = IdOf(after.IntegrationId, start) };
        return (after, new IncidentChange(after.IncidentId, after.IntegrationId, start, null, after.Status, after.Failure?.Kind,
            after.Failure?.Message, [new IncidentEvent(start, IncidentEventKind.Started, after.Status, after.Failure?.Message)]));
    }

    private static IncidentChange Extend(HealthSnapshot before, HealthSnapshot after, IncidentEvent step) => new(
        before.IncidentId!, after.IntegrationId, StartOf(before.IncidentId!), null, after.Status, after.Failure?.Kind, after.Failure?.Message, [step]);

    private static (HealthSnapshot, IncidentChange?) Close(HealthSnapshot before, HealthSnapshot after, DateTimeOffset at)
    {
        var kind = after.Status == IntegrationStatus.Paused ? IncidentEventKind.Paused : IncidentEventKind.Resolved;
        return (after with { IncidentId = null }, new IncidentChange(before.IncidentId!, after.IntegrationId, StartOf(before.IncidentId!), at,
            before.Status, before.Failure?.Kind, before.Failure?.Message, [new IncidentEvent(at, kind, after.Status, null)]));
    }

    /// <summary>Start in milliseconds, then the integration: sorts by start, and a repeated evaluation makes the same id.</summary>
    private static string IdOf(string integrationId, DateTimeOffset start) =>
        $"{start.ToUnixTimeMilliseconds():x12}{DueTimeSpreader.StableHash(integrationId):x16}";

    private static DateTimeOffset StartOf(string incidentId) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(incidentId[..12], 16));
}
