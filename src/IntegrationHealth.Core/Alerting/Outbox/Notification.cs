using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>A row of the outbox: one message for one channel. It is committed together with what it tells of.</summary>
/// <param name="Id">The message's id, the idempotency key.</param>
/// <param name="ChannelId">The channel, or <c>owner:</c> and the owner's id.</param>
/// <param name="OrderKey">Notifications with the same channel and order key are delivered in the order in which they were made.</param>
/// <param name="DueAt">Not before this time.</param>
/// <param name="Message">What is told.</param>
public sealed record Notification(string Id, string ChannelId, string OrderKey, DateTimeOffset DueAt, NotificationMessage Message)
{
    /// <summary>What comes before an owner's id in <see cref="ChannelId"/>.</summary>
    public const string OwnerPrefix = "owner:";
}

/// <summary>A notification that this host may try to deliver until its lease ends.</summary>
/// <param name="Notification">The notification.</param>
/// <param name="Fence">Grows with each claim; a completion with an older one is refused.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
/// <param name="LeaseUntil">When others may claim it.</param>
public sealed record ClaimedNotification(Notification Notification, long Fence, int Attempt, DateTimeOffset LeaseUntil)
{
    /// <summary>One that was claimed in the commit that brought it: its first claim, for its first attempt.</summary>
    public static ClaimedNotification InItsCommit(Notification notification, CommitLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return new ClaimedNotification(notification, 1, 1, lease.Until);
    }
}

/// <summary>Where a notification stands. Values are stored: never renumber.</summary>
public enum NotificationState
{
    /// <summary>It waits for its time.</summary>
    Due = 0,

    /// <summary>A host tries to deliver it.</summary>
    Leased = 1,

    /// <summary>It was delivered.</summary>
    Delivered = 2,

    /// <summary>It was given up; it can be replayed with the same id.</summary>
    Dead = 3,
}
