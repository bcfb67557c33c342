using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Status;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Alerting.Silencing;

/// <summary>Gathers what <see cref="SuppressionEvaluator"/> asks for.</summary>
internal sealed class Suppressions(
    AlertConfiguration configuration, AlertBook book, ProviderActivity providers, IntegrationRegistry registry, IOptionsMonitor<IntegrationHealthOptions> options)
{
    /// <summary>What is known now; good for one round of looks.</summary>
    public SuppressionContext Gather(DateTimeOffset now)
    {
        var configured = configuration.Current;
        var outages = book.ListOfProviders().Where(alert => alert.State != AlertState.Pending && configured.Rules.Find(alert.RuleId)?.SpeaksForOutage == true);
        var suspected = new Dictionary<string, bool>(StringComparer.Ordinal);
        return new SuppressionContext(configured, outages.ToLookup(alert => alert.Provider, StringComparer.Ordinal), IsSuspected, SnapshotOf, options.CurrentValue.Shadow);

        bool IsSuspected(string provider) => suspected.TryGetValue(provider, out var known)
            ? known
            : suspected[provider] = providers.IsOutageSuspected(provider, now);
    }

    /// <summary>Everything that holds alerts back now, as the API shows it, by alert: on all channels, and on one that was not told yet.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> OfAsync(
        IReadOnlyList<Alert> alerts, IAlertStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = Gather(now);
        string[] firing = [.. alerts.Where(alert => alert.State == AlertState.Firing).Select(alert => alert.Group).Distinct(StringComparer.Ordinal)];
        var groups = (firing.Length == 0 ? [] : await store.ListGroupsAsync(firing, cancellationToken)).ToLookup(group => group.AlertGroup, StringComparer.Ordinal);
        return alerts.ToDictionary(alert => alert.Id, alert => (IReadOnlyList<string>)(alert.State == AlertState.Resolved
            ? []
            : [.. SuppressionEvaluator.Evaluate(alert, context, now).Select(suppression => suppression.ToString())
                .Union(groups[alert.Group].SelectMany(group => On(group, alert, now)), StringComparer.Ordinal)]), StringComparer.Ordinal);
    }

    /// <summary>What holds a firing alert back on one channel alone: what its last look found, and when the channel may be disturbed.</summary>
    private IEnumerable<string> On(NotificationGroup group, Alert alert, DateTimeOffset now)
    {
        if (alert.State != AlertState.Firing || group.NotifiedAlertIds.Contains(alert.Id, StringComparer.Ordinal)
            || configuration.Current.AllRules.GetValueOrDefault(alert.RuleId)?.Value is not { } rule || !configuration.Current.Names(rule, group.ChannelId))
        {
            yield break;
        }

        if (group.HeldBack.TryGetValue(alert.Id, out var held) && Suppression.IsOfOneChannel(held))
            yield return held;
        if (configuration.Current.Channels.GetValueOrDefault(group.ChannelId)?.Value is { } channel
            && new ChannelSchedule(channel) is var schedule && schedule.NotBefore(now, now, alert.Severity) > now)
        {
            yield return $"{(schedule.HasDigest ? "digest" : "quietHours")}:{channel.Id}";
        }
    }

    private (HealthSnapshot, TimeSpan)? SnapshotOf(string integrationId) =>
        registry.TryGet(integrationId, out var monitored) ? (monitored.Snapshot, monitored.Policy.Interval) : null;
}
