namespace IntegrationHealth.Scheduling;

/// <summary>
/// When each integration is due, and who may check it. The seam of scale-out: claim up to N due integrations under a lease, complete
/// each with the wait to its next check. A claim not completed before its lease ends is due again. Safe for concurrent use.
/// </summary>
public interface ICheckQueue
{
    /// <summary>
    /// True when several hosts claim from it. Then another host may have written since this one last knew an integration's state, and a result
    /// whose lease has ended is not written.
    /// </summary>
    bool IsShared => false;

    /// <summary>
    /// Sets when integrations are due, adding those the queue does not hold. One that is being checked keeps its lease and is due at the
    /// earlier of <see cref="ScheduledCheck.DueAt"/> and the end of its completion's wait, never before that completion.
    /// </summary>
    ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken);

    /// <summary>
    /// Adds those that the queue does not hold, and leaves all others as they are: what a host does at its start, and after
    /// <see cref="CheckClaim.IsLost"/>.
    /// </summary>
    ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken);

    /// <summary>Takes integrations out; leases on them are lost. Unknown ids are ignored.</summary>
    ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken);

    /// <summary>
    /// Makes integrations that are overdue and that nobody holds due one after another from now on, earliest first: what a host does once the queue's server
    /// answers again. Their next leases name the <see cref="CheckLease.DueAt"/> that they had. A queue whose server cannot be away need not do anything.
    /// </summary>
    /// <param name="gap">Time from one to the next, at least 0.</param>
    /// <param name="cancellationToken">Cancels the call; what was not spread stays overdue.</param>
    ValueTask SpreadAsync(TimeSpan gap, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Claims due integrations, earliest first.</summary>
    /// <param name="max">Most claims to take, 1–1,000.</param>
    /// <param name="lease">How long each claim is held.</param>
    /// <param name="cancellationToken">Cancels the call; claims not returned come back when their lease ends.</param>
    ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives claims back with the wait to the next check of each. Once the call has ended the list is the caller's, who may use it again.</summary>
    /// <returns>Ids whose lease was lost: claimed by another, or removed. Nothing was changed for those.</returns>
    ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken);

    /// <summary>How much waits.</summary>
    ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken);
}

/// <summary>When one integration is due.</summary>
public readonly record struct ScheduledCheck(string IntegrationId, DateTimeOffset DueAt);

/// <summary>The right to check one integration until <paramref name="ExpiresAt"/>.</summary>
/// <param name="IntegrationId">What to check.</param>
/// <param name="Token">Names this lease; larger than the token of every earlier lease on the same integration.</param>
/// <param name="DueAt">When it was due: the lateness of the check counts from here.</param>
/// <param name="ExpiresAt">When the lease ends.</param>
public readonly record struct CheckLease(string IntegrationId, long Token, DateTimeOffset DueAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Where the in-process queue keeps it, so that a completion need not look for it; null from any other queue. No part of what it says, and so of no equality.</summary>
    internal DueItem? Item { get; init; }

    /// <summary>True for the same right: the same integration, token and times.</summary>
    public bool Equals(CheckLease other) =>
        IntegrationId == other.IntegrationId && Token == other.Token && DueAt == other.DueAt && ExpiresAt == other.ExpiresAt;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(IntegrationId, Token);
}

/// <summary>What a claim found.</summary>
/// <param name="Leases">The claims, earliest due first.</param>
/// <param name="NextDueAt">When the next integration is due, if the queue knows it cheaply; a hint for how long to sleep.</param>
/// <param name="IsLost">
/// True when the queue no longer holds what this host added, because its server lost its data: the host is to add every integration
/// again with <see cref="ICheckQueue.AddAsync"/>.
/// </param>
public readonly record struct CheckClaim(IReadOnlyList<CheckLease> Leases, DateTimeOffset? NextDueAt, bool IsLost = false);

/// <summary>A claim given back.</summary>
/// <param name="Lease">The claim.</param>
/// <param name="Wait">
/// Until the integration is due again, from now on; zero or less means at once. A wait and not a time: between the plan and this call somebody may set the wall clock.
/// </param>
/// <param name="PutOff">
/// True when the check was not made, only put off: the next lease names the same <see cref="CheckLease.DueAt"/>, so that lateness tells of
/// the whole wait.
/// </param>
public readonly record struct CheckCompletion(CheckLease Lease, TimeSpan Wait, bool PutOff = false);

/// <summary>How much waits in a queue.</summary>
/// <param name="Scheduled">Integrations held, leased ones included.</param>
/// <param name="Leased">Integrations under a live lease.</param>
/// <param name="OldestDueAt">When the next integration can be claimed, in the past when nobody claims; null when it is empty.</param>
/// <param name="OverdueSince">
/// When the integration that has waited longest for its check fell due, whether it can be claimed, was put off, or stands under a lease; of the
/// latter those alone that fell due more than <see cref="UnderWay"/> ago. Null when none is overdue. Of very many that were put off at once, a queue may look
/// at some.
/// </param>
public readonly record struct CheckQueueDepth(long Scheduled, long Leased, DateTimeOffset? OldestDueAt, DateTimeOffset? OverdueSince = null)
{
    /// <summary>
    /// For how long a check under a live lease counts as under way, not as overdue, 15 s: a lease of the default length and what a claim may be late. What is
    /// leased and fell due before that was claimed late, or by a host that no longer works on it.
    /// </summary>
    public static TimeSpan UnderWay { get; } = TimeSpan.FromSeconds(15);
}
