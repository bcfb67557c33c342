using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>
/// Commits changes of alerts together with what is to be told of them. Notifications that are due, and for which this host has room in its lines,
/// are leased to it in the very commit and sent at once: a claim would be another write of each. The rest waits in the outbox to be claimed.
/// </summary>
internal sealed class AlertCommitter(
    IAlertStore store, ChannelLanes lanes, OutboxSignal signal, IOptionsMonitor<IntegrationHealthOptions> options, TimeProvider time)
{
    /// <summary>
    /// How long what is leased in a commit is held: one attempt, and a quarter of a minute for those before it in the line. Shorter than a
    /// claim, since a host that dies between the commit and the delivery leaves notifications to the others, or to itself, only after it.
    /// </summary>
    public static readonly TimeSpan Lease = DeliveryRunner.AttemptTime + TimeSpan.FromSeconds(15);

    /// <summary>
    /// Commits as <see cref="IAlertStore.CommitAsync"/> does. Where the answer is lost nothing is sent: what was leased all the same is claimed
    /// when the lease has ended.
    /// </summary>
    public async Task<bool> CommitAsync(AlertCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Notifications.Count == 0)
            return await store.CommitAsync(commit, cancellationToken);
        var now = time.GetUtcNow();
        using var places = options.CurrentValue.Shadow ? KeptPlaces.None : lanes.Keep(commit.Notifications, now);
        if (await store.CommitAndLeaseAsync(commit, new CommitLease(places.NotificationIds, now + Lease), cancellationToken) is not { } leased)
            return false;
        places.Fill(leased);
        if (leased.Count < commit.Notifications.Count)
            signal.Raise();
        return true;
    }
}
