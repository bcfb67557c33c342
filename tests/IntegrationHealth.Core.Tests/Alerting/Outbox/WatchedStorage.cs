using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Tests.Alerting.Outbox;

/// <summary>Counts what is claimed and what is refused.</summary>
internal sealed class WatchedOutbox(INotificationOutbox inner) : INotificationOutbox
{
    private int _claimed;
    private int _refused;

    public int Claimed => Volatile.Read(ref _claimed);

    public int Refused => Volatile.Read(ref _refused);

    public async Task<IReadOnlyList<ClaimedNotification>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken)
    {
        var claimed = await inner.ClaimAsync(claim, cancellationToken);
        Interlocked.Add(ref _claimed, claimed.Count);
        return claimed;
    }

    public async Task<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<DeliveryCompletion> completions, CancellationToken cancellationToken)
    {
        var refused = await inner.CompleteAsync(completions, cancellationToken);
        Interlocked.Add(ref _refused, refused.Count);
        return refused;
    }

    public Task<OutboxDepth> GetDepthAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.GetDepthAsync(now, cancellationToken);

    public Task<IReadOnlyList<DeadNotification>> ListDeadAsync(int limit, CancellationToken cancellationToken) => inner.ListDeadAsync(limit, cancellationToken);

    public Task<bool> ReplayAsync(string id, DateTimeOffset dueAt, CancellationToken cancellationToken) => inner.ReplayAsync(id, dueAt, cancellationToken);

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PruneAsync(before, cancellationToken);
}

/// <summary>Lets the test have its way with the answer of a commit.</summary>
internal sealed class AnsweringAlertStore(IAlertStore inner) : IAlertStore
{
    public Func<IReadOnlyList<ClaimedNotification>?, Task<IReadOnlyList<ClaimedNotification>?>> Answer { get; set; } = Task.FromResult;

    public async Task<IReadOnlyList<ClaimedNotification>?> CommitAndLeaseAsync(AlertCommit commit, CommitLease lease, CancellationToken cancellationToken) =>
        await Answer(await inner.CommitAndLeaseAsync(commit, lease, cancellationToken));

    public Task<bool> CommitAsync(AlertCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(commit, cancellationToken);

    public Task<IReadOnlyList<Alert>> ListCurrentAsync(DateTimeOffset resolvedSince, CancellationToken cancellationToken) =>
        inner.ListCurrentAsync(resolvedSince, cancellationToken);

    public Task<IReadOnlyList<Alert>> ListMutedAsync(CancellationToken cancellationToken) => inner.ListMutedAsync(cancellationToken);

    public Task<IReadOnlyList<Alert>> ListOpenAsync(IReadOnlyCollection<string> integrationIds, CancellationToken cancellationToken) =>
        inner.ListOpenAsync(integrationIds, cancellationToken);

    public Task<IReadOnlyList<Alert>> ListOpenInGroupAsync(string group, CancellationToken cancellationToken) =>
        inner.ListOpenInGroupAsync(group, cancellationToken);

    public Task<IReadOnlyList<Alert>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => inner.GetAsync(ids, cancellationToken);

    public Task<IReadOnlyList<Alert>> QueryAsync(AlertQuery query, CancellationToken cancellationToken) => inner.QueryAsync(query, cancellationToken);

    public Task<IReadOnlyList<AlertEvent>> GetTimelinesAsync(IReadOnlyCollection<string> alertIds, CancellationToken cancellationToken) =>
        inner.GetTimelinesAsync(alertIds, cancellationToken);

    public Task<IReadOnlyList<NotificationGroup>> ListDueGroupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        inner.ListDueGroupsAsync(now, limit, cancellationToken);

    public Task<IReadOnlyList<NotificationGroup>> ListGroupsAsync(IReadOnlyCollection<string> alertGroups, CancellationToken cancellationToken) =>
        inner.ListGroupsAsync(alertGroups, cancellationToken);

    public Task<AlertingLead?> GetLeadAsync(CancellationToken cancellationToken) => inner.GetLeadAsync(cancellationToken);

    public Task<AlertingLead> LeadAsync(AlertingLead wanted, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.LeadAsync(wanted, now, cancellationToken);

    public Task<int> PruneAsync(DateTimeOffset resolvedBefore, CancellationToken cancellationToken) => inner.PruneAsync(resolvedBefore, cancellationToken);
}
