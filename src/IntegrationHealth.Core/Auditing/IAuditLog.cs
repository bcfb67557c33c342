namespace IntegrationHealth.Auditing;

/// <summary>Who changed what, kept for as long as storage keeps it. Part of what a storage package provides. Safe for concurrent use.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry. It is kept when the task ends.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Entries, newest first; ties are broken by id, descending.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Removes entries from before the time given.</summary>
    /// <returns>How many.</returns>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>Which entries to list.</summary>
public sealed record AuditQuery
{
    /// <summary>Only this actor's; null for everybody's.</summary>
    public string? Actor { get; init; }

    /// <summary>Only this action, such as <c>integration.removed</c>; one that ends in a dot, such as <c>integration.</c>, stands for all of its subject.</summary>
    public string? Action { get; init; }

    /// <summary>Only what was done to this.</summary>
    public string? SubjectId { get; init; }

    /// <summary>Begin, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End, not included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Most entries to answer, 1–201.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The page after this entry; null for the first.</summary>
    public AuditPosition? After { get; init; }
}

/// <summary>A place in the list: the time of an entry, then its id.</summary>
public sealed record AuditPosition(DateTimeOffset At, string Id);
