using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
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

    /// <summary>Everything that holds an alert back now, as the API shows it.</summary>
    public static IReadOnlyList<string> Of(Alert alert, SuppressionContext context, DateTimeOffset now) => alert.State == AlertState.Resolved
        ? []
        : [.. SuppressionEvaluator.Evaluate(alert, context, now).Select(suppression => suppression.ToString())];

    private (HealthSnapshot, TimeSpan)? SnapshotOf(string integrationId) =>
        registry.TryGet(integrationId, out var monitored) ? (monitored.Snapshot, monitored.Policy.Interval) : null;
}
