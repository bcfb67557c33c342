using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Alerting;

/// <summary>Reads alerts as every database does; a database's own class writes them.</summary>
internal abstract class EfAlertStore(IStoreDialect dialect, ILogger logger) : IAlertStore
{
    private readonly OpenAlerts _open = new(logger);

    public async Task<IReadOnlyList<Alert>> ListCurrentAsync(DateTimeOffset resolvedSince, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var open = await _open.ReadAsync(context, cancellationToken);
        var resolved = await context.Alerts.AsNoTracking().Where(alert => alert.ResolvedAt >= resolvedSince)
            .ToListAsync(cancellationToken);
        return [.. open, .. resolved.Select(row => row.ToAlert(logger))];
    }

    public async Task<IReadOnlyList<Alert>> ListMutedAsync(CancellationToken cancellationToken)
    {
        var found = await ReadAsync(context => context.Alerts.Where(alert => alert.ResolvedAt != null
            && alert.Document.Contains(AlertDocuments.ResolvedByHand) && !alert.Document.Contains(AlertDocuments.SeenClear)), cancellationToken);
        return [.. found.Where(alert => alert.IsMuted)];
    }

    public Task<IReadOnlyList<Alert>> ListOpenAsync(IReadOnlyCollection<string> integrationIds, CancellationToken cancellationToken) =>
        ReadAsync(context => context.Alerts.Where(alert => alert.ResolvedAt == null && integrationIds.Contains(alert.IntegrationId)), cancellationToken);

    public Task<IReadOnlyList<Alert>> ListOpenInGroupAsync(string group, CancellationToken cancellationToken) =>
        ReadAsync(context => context.Alerts.Where(alert => alert.ResolvedAt == null && alert.AlertGroup == group), cancellationToken);

    public Task<IReadOnlyList<Alert>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ReadAsync(context => context.Alerts.Where(alert => ids.Contains(alert.Id)), cancellationToken);

    public Task<IReadOnlyList<Alert>> QueryAsync(AlertQuery query, CancellationToken cancellationToken) =>
        ReadAsync(context => AlertFilter.Apply(context, dialect, query)
            .OrderByDescending(alert => alert.StartedAt).ThenByDescending(alert => alert.Id).Take(query.Limit), cancellationToken);

    public async Task<IReadOnlyList<AlertEvent>> GetTimelinesAsync(IReadOnlyCollection<string> alertIds, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var steps = await context.AlertEvents.AsNoTracking().Where(step => alertIds.Contains(step.AlertId))
            .OrderBy(step => step.Seq).ToListAsync(cancellationToken);
        return steps.ConvertAll(step => new AlertEvent(step.AlertId, step.At, step.Kind, step.ChannelId, step.Detail));
    }

    public async Task<IReadOnlyList<NotificationGroup>> ListDueGroupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var groups = await context.NotificationGroups.AsNoTracking().Where(group => group.DueAt <= now)
            .OrderBy(group => group.DueAt).Take(limit).ToListAsync(cancellationToken);
        return groups.ConvertAll(row => row.ToGroup(logger));
    }

    public async Task<IReadOnlyList<NotificationGroup>> ListGroupsAsync(IReadOnlyCollection<string> alertGroups, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var groups = await context.NotificationGroups.AsNoTracking().Where(group => alertGroups.Contains(group.AlertGroup))
            .ToListAsync(cancellationToken);
        return groups.ConvertAll(row => row.ToGroup(logger));
    }

    public async Task<AlertingLead?> GetLeadAsync(CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        return await context.AlertingLead.AsNoTracking()
            .Select(lead => new AlertingLead(lead.Holder, lead.Until, lead.LastTickAt, lead.PausedMs, lead.Epoch))
            .SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<bool> CommitAsync(AlertCommit commit, CancellationToken cancellationToken) =>
        await CommitAndLeaseAsync(commit, CommitLease.None, cancellationToken) is not null;

    public abstract Task<IReadOnlyList<ClaimedNotification>?> CommitAndLeaseAsync(
        AlertCommit commit, CommitLease lease, CancellationToken cancellationToken);

    public abstract Task<AlertingLead> LeadAsync(AlertingLead wanted, DateTimeOffset now, CancellationToken cancellationToken);

    public abstract Task<int> PruneAsync(DateTimeOffset resolvedBefore, CancellationToken cancellationToken);

    private async Task<IReadOnlyList<Alert>> ReadAsync(Func<HealthDbContext, IQueryable<AlertRow>> select, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var rows = await select(context).AsNoTracking().ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToAlert(logger));
    }
}
