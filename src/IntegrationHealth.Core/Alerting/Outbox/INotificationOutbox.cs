using IntegrationHealth.Alerting.Alerts;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>
/// Notifications that wait for their delivery. They are put in by <see cref="Storage.IAlertStore"/>, never here.
/// Part of what a storage package provides.
/// </summary>
public interface INotificationOutbox
{
    /// <summary>
    /// Claims due notifications in a short transaction, so that no other host claims them before <paramref name="claim"/>'s lease ends. Of
    /// notifications with the same channel and order key only the oldest that is neither delivered nor dead is claimed.
    /// </summary>
    Task<IReadOnlyList<ClaimedNotification>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken);

    /// <summary>
    /// Records how attempts ended, with the timeline entries that say so, in one transaction. An attempt whose fence is no longer the stored
    /// one is refused: nothing of it is written.
    /// </summary>
    /// <returns>Ids of the refused.</returns>
    Task<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<DeliveryCompletion> completions, CancellationToken cancellationToken);

    /// <summary>How much waits, and for how long: the age of the oldest is the signal that something is stuck.</summary>
    Task<OutboxDepth> GetDepthAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notifications that were given up, newest first.</summary>
    Task<IReadOnlyList<DeadNotification>> ListDeadAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Makes a dead notification due again, with the same id; false when it is not dead.</summary>
    Task<bool> ReplayAsync(string id, DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>Removes delivered and dead notifications that were made before the time given.</summary>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>What a host wants to claim.</summary>
/// <param name="Now">Notifications due at this time or before; leases that ended at this time or before are free.</param>
/// <param name="Limit">At most as many.</param>
/// <param name="Lease">How long.</param>
/// <param name="BusyChannelIds">Channels of which nothing is claimed now: those that are slow, off or over their rate must not fill the claim.</param>
public sealed record OutboxClaim(DateTimeOffset Now, int Limit, TimeSpan Lease, IReadOnlyCollection<string> BusyChannelIds);

/// <summary>How one attempt ended.</summary>
/// <param name="NotificationId">The notification.</param>
/// <param name="Fence">The fence of the claim.</param>
/// <param name="State">Delivered, Dead, or Due for another attempt.</param>
/// <param name="DueAt">When it is due again; meaningless unless it is Due.</param>
/// <param name="Detail">What the far end said.</param>
/// <param name="CountsAsAttempt">False when it was given back untried.</param>
/// <param name="Events">Timeline entries of the alerts it told of.</param>
public sealed record DeliveryCompletion(
    string NotificationId, long Fence, NotificationState State, DateTimeOffset DueAt, string Detail, bool CountsAsAttempt,
    IReadOnlyList<AlertEvent> Events)
{
    /// <summary>The notification with what the attempt got done, in place of the stored one; null leaves that as it is.</summary>
    public Notification? Changed { get; init; }
}

/// <summary>How much waits.</summary>
/// <param name="Waiting">Notifications that are neither delivered nor dead.</param>
/// <param name="Dead">Notifications that were given up.</param>
/// <param name="OldestDueAt">When the oldest of those waiting was due; null when none is overdue.</param>
/// <param name="OldestDueAtByChannel">The same by channel; channels with nothing overdue are left out.</param>
public sealed record OutboxDepth(
    int Waiting, int Dead, DateTimeOffset? OldestDueAt, IReadOnlyDictionary<string, DateTimeOffset> OldestDueAtByChannel);

/// <summary>A notification that was given up.</summary>
/// <param name="Notification">The notification.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Detail">What the far end said last.</param>
public sealed record DeadNotification(Notification Notification, int Attempts, string Detail);
