namespace IntegrationHealth.Hosts;

/// <summary>
/// What hosts that share the work know of each other: who is there, and which of them does what only one may do. Part of what a package
/// provides that shares the due queue. Safe for concurrent use.
/// </summary>
public interface IHostDirectory
{
    /// <summary>Says how this host is doing; the others see it for <paramref name="keepFor"/>.</summary>
    ValueTask ReportAsync(HostReport report, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <summary>The hosts that reported lately, by name.</summary>
    ValueTask<IReadOnlyList<HostReport>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Takes the host out of the list, and lets go of its duties.</summary>
    ValueTask LeaveAsync(string hostId, CancellationToken cancellationToken);

    /// <summary>Takes or keeps a duty that one host does at a time.</summary>
    /// <param name="duty">Name of the duty.</param>
    /// <param name="hostId">The host that asks.</param>
    /// <param name="keepFor">How long it keeps the duty without asking again: after its death another host takes it within this time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when another host has it.</returns>
    ValueTask<bool> TakeAsync(string duty, string hostId, TimeSpan keepFor, CancellationToken cancellationToken);
}

/// <summary>How one host is doing.</summary>
public sealed record HostReport
{
    /// <summary>The host's id: a new one at each start.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the machine.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it reported, by its own clock.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When its scheduler last looked for due checks; null before the first time.</summary>
    public DateTimeOffset? SchedulerSeenAt { get; init; }

    /// <summary>Checks that it has claimed and not completed.</summary>
    public int Leases { get; init; }

    /// <summary>Checks that it began in the last minute, or since its start when that is less.</summary>
    public double ChecksPerMinute { get; init; }

    /// <summary>How late the latest check of the last minute began, in milliseconds.</summary>
    public long LagMs { get; init; }
}
