using IntegrationHealth.Checks;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Model;

internal sealed class IncidentRow
{
    public long Iid { get; set; }

    public required string IncidentId { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public IntegrationStatus Status { get; set; }

    public FailureKind? FailureKind { get; set; }

    public string? Message { get; set; }
}

internal sealed class IncidentEventRow
{
    public long Iid { get; set; }

    public required string IncidentId { get; set; }

    /// <summary>Place in the timeline, from 0.</summary>
    public int Seq { get; set; }

    public DateTimeOffset At { get; set; }

    public IncidentEventKind Kind { get; set; }

    public IntegrationStatus Status { get; set; }

    public string? Detail { get; set; }
}
