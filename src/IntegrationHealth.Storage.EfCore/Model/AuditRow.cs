namespace IntegrationHealth.Storage.Model;

/// <summary>What an administrator did.</summary>
internal sealed class AuditRow
{
    public required string Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Actor { get; set; }

    public required string Action { get; set; }

    public string? SubjectId { get; set; }

    /// <summary>A JSON array; null when nothing is listed.</summary>
    public string? Changes { get; set; }
}
