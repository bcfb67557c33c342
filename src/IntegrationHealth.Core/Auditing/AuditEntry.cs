namespace IntegrationHealth.Auditing;

/// <summary>One thing that an administrator did.</summary>
public sealed record AuditEntry
{
    /// <summary>Unique id, up to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The user's id, or <c>anonymous</c>; up to 200 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, as <c>subject.verb</c>: <c>integration.registered</c>, <c>alertRule.changed</c>. Up to 64 characters.</summary>
    public required string Action { get; init; }

    /// <summary>Id of what it was done to; null where it was done to none in particular. Up to 200 characters.</summary>
    public string? SubjectId { get; init; }

    /// <summary>What became different; secrets are blotted out. Up to 64 of them.</summary>
    public IReadOnlyList<AuditChange> Changes { get; init; } = [];
}

/// <summary>One field that became different.</summary>
/// <param name="Field">Its name in the API, such as <c>settings.url</c>.</param>
/// <param name="Before">Its value before as JSON; null when it was not there.</param>
/// <param name="After">Its value now as JSON; null when it is gone.</param>
public sealed record AuditChange(string Field, string? Before, string? After);
