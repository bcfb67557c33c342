using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Reading;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryAlertStore(InMemoryState state) : IAlertStore
{
    private readonly InMemoryAlertState _alerts = state.Alerts;

    public Task<IReadOnlyList<Alert>> ListCurrentAsync(DateTimeOffset resolvedSince, CancellationToken cancellationToken) =>
        Read(() => _alerts.Open.Values.Concat(_alerts.Resolved.AsEnumerable().Reverse().TakeWhile(alert => alert.Current.ResolvedAt >= resolvedSince))
            .Select(alert => alert.Current), cancellationToken);

    public Task<IReadOnlyList<Alert>> ListMutedAsync(CancellationToken cancellationToken) =>
        Read(() => _alerts.Resolved.Select(alert => alert.Current).Where(alert => alert.IsMuted), cancellationToken);

    public Task<IReadOnlyList<Alert>> ListOpenAsync(IReadOnlyCollection<string> integrationIds, CancellationToken cancellationToken) =>
        Read(() => integrationIds.SelectMany(id => _alerts.OpenByIntegration.TryGetValue(id, out var open)
            ? open.Select(alert => alert.Current)
            : []), cancellationToken);

    public Task<IReadOnlyList<Alert>> ListOpenInGroupAsync(string group, CancellationToken cancellationToken) =>
        Read(() => _alerts.OpenByGroup.TryGetValue(group, out var open) ? open.Select(alert => alert.Current) : [], cancellationToken);

    public Task<IReadOnlyList<Alert>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Read(() => ids.Select(id => _alerts.Alerts.GetValueOrDefault(id)?.Current).OfType<Alert>(), cancellationToken);

    public Task<IReadOnlyList<Alert>> QueryAsync(AlertQuery query, CancellationToken cancellationToken) =>
        Read(() => _alerts.Alerts.Values.Select(alert => alert.Current).Where(alert => Matches(alert, query))
            .OrderByDescending(alert => AlertPosition.Of(alert).OrderedStart).ThenByDescending(alert => alert.Id, StringComparer.Ordinal)
            .Take(query.Limit), cancellationToken);

    public Task<IReadOnlyList<AlertEvent>> GetTimelinesAsync(IReadOnlyCollection<string> alertIds, CancellationToken cancellationToken) =>
        Read(() => alertIds.SelectMany(id => _alerts.Alerts.GetValueOrDefault(id)?.Timeline ?? []), cancellationToken);

    public Task<IReadOnlyList<NotificationGroup>> ListDueGroupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        Read(() => _alerts.Groups.Values.Where(group => group.DueAt <= now).OrderBy(group => group.DueAt).Take(limit), cancellationToken);

    public Task<IReadOnlyList<NotificationGroup>> ListGroupsAsync(IReadOnlyCollection<string> alertGroups, CancellationToken cancellationToken)
    {
        var wanted = alertGroups.ToHashSet(StringComparer.Ordinal);
        return Read(() => _alerts.Groups.Values.Where(group => wanted.Contains(group.AlertGroup)), cancellationToken);
    }

    public async Task<bool> CommitAsync(AlertCommit commit, CancellationToken cancellationToken) =>
        await CommitAndLeaseAsync(commit, CommitLease.None, cancellationToken) is not null;

    public Task<IReadOnlyList<ClaimedNotification>?> CommitAndLeaseAsync(AlertCommit commit, CommitLease lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (state.Gate)
        {
            if (!_alerts.Accepts(commit.Alerts)
                || commit.Groups.Any(group => (_alerts.Groups.GetValueOrDefault(group.Key)?.Version ?? 0) != group.Version - 1))
            {
                return Task.FromResult<IReadOnlyList<ClaimedNotification>?>(null);
            }

            _alerts.Apply(commit.Alerts);
            foreach (var group in commit.Groups)
                _alerts.Groups[group.Key] = group;
            foreach (var touch in commit.Touches)
                _alerts.Apply(touch);
            foreach (var step in commit.Events)
                _alerts.Append(step);
            return Task.FromResult<IReadOnlyList<ClaimedNotification>?>(_alerts.Add(commit.Notifications, lease));
        }
    }

    public Task<AlertingLead?> GetLeadAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return Task.FromResult(_alerts.Lead);
    }

    public Task<AlertingLead> LeadAsync(AlertingLead wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (_alerts.Lead is not { } held || held.Holder == wanted.Holder || held.Until <= now
                || held.Until > now + AlertingLead.Longest)
                _alerts.Lead = wanted;
            return Task.FromResult(_alerts.Lead);
        }
    }

    public Task<int> PruneAsync(DateTimeOffset resolvedBefore, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            InMemoryAlert[] old = [.. _alerts.Alerts.Values.Where(alert => alert.Current.ResolvedAt < resolvedBefore)];
            foreach (var alert in old)
                _alerts.Remove(alert);
            _alerts.Resolved.RemoveAll(alert => alert.Current.ResolvedAt < resolvedBefore);
            string[] quiet = [.. _alerts.Groups.Values.Where(group => group is { DueAt: null, NotifiedAlertIds.Count: 0 }
                && !(group.LastNotifiedAt >= resolvedBefore)).Select(group => group.Key)];
            foreach (var key in quiet)
                _alerts.Groups.Remove(key);
            return Task.FromResult(old.Length);
        }
    }

    private static bool Matches(Alert alert, AlertQuery query) =>
        (query.States.Count == 0 ? alert.State != AlertState.Pending : query.States.Contains(alert.State))
        && (query.Severities.Count == 0 || query.Severities.Contains(alert.Severity))
        && (query.Providers.Count == 0 || query.Providers.Contains(alert.Provider, StringComparer.Ordinal))
        && (query.IntegrationIds.Count == 0 || query.IntegrationIds.Contains(alert.IntegrationId, StringComparer.Ordinal))
        && (query.RuleIds.Count == 0 || query.RuleIds.Contains(alert.RuleId, StringComparer.Ordinal))
        && (string.IsNullOrEmpty(query.Search) || Holds(alert, query.Search))
        && (query.From is not { } from || alert.ResolvedAt is null || alert.ResolvedAt >= from)
        && (query.To is not { } to || alert.StartedAt < to)
        && (query.After is not { } after || AlertPosition.Of(alert).IsAfter(after));

    private static bool Holds(Alert alert, string text) =>
        NameOrder.Contains(alert.Message, text) || NameOrder.Contains(alert.Name, text) || NameOrder.Contains(alert.IntegrationId ?? "", text)
        || NameOrder.Contains(alert.RuleName, text) || NameOrder.Contains(alert.RuleId, text) || NameOrder.Contains(alert.Provider, text);

    private Task<IReadOnlyList<T>> Read<T>(Func<IEnumerable<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (state.Gate)
            return Task.FromResult<IReadOnlyList<T>>([.. read()]);
    }
}
