using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Reading;

namespace IntegrationHealth.Storage.Alerting;

/// <summary>What a query asks for, in the database's words.</summary>
internal static class AlertFilter
{
    public static IQueryable<AlertRow> Apply(HealthDbContext context, IStoreDialect dialect, AlertQuery query)
    {
        IQueryable<AlertRow> alerts = string.IsNullOrEmpty(query.Search) ? context.Alerts : dialect.AlertsLike(context, LikePattern.Containing(query.Search));
        var (states, severities, providers, integrations, rules) =
            (query.States, query.Severities, query.Providers, query.IntegrationIds, query.RuleIds);
        alerts = states.Count == 0
            ? alerts.Where(alert => alert.State != AlertState.Pending)
            : alerts.Where(alert => states.Contains(alert.State));
        if (severities.Count > 0)
            alerts = alerts.Where(alert => severities.Contains(alert.Severity));
        if (providers.Count > 0)
            alerts = alerts.Where(alert => providers.Contains(alert.Provider));
        if (integrations.Count > 0)
            alerts = alerts.Where(alert => integrations.Contains(alert.IntegrationId));
        if (rules.Count > 0)
            alerts = alerts.Where(alert => rules.Contains(alert.RuleId));
        if (query.From is { } from)
            alerts = alerts.Where(alert => alert.ResolvedAt == null || alert.ResolvedAt >= from);
        if (query.To is { } to)
            alerts = alerts.Where(alert => alert.StartedAt < to);
        if (query.After is not { } after)
            return alerts;

        var (startedAt, id) = (after.OrderedStart, after.Id);
        // The first bound stands apart, though the rest implies it: by it the database finds its place in the index.
        return alerts.Where(alert => alert.StartedAt <= startedAt && (alert.StartedAt < startedAt || string.Compare(alert.Id, id) < 0));
    }
}
