using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>What one subject's state means for its alerts: on each result, and on the tick for what time alone brings about.</summary>
internal sealed class ResultAlertEvaluator(
    AlertConfiguration configuration, AlertBook book, AlertClock clock, RecentChecks recent, ProviderActivity providers, RuleFaults faults,
    ILogger<ResultAlertEvaluator> logger)
{
    /// <summary>Alerts of one rule that may be open: what is more is not made, and said so.</summary>
    public const int MaxAlertsPerRule = 50_000;

    /// <summary>Reads the windows that rules look at and this host does not know yet.</summary>
    public async ValueTask PrepareAsync(IEnumerable<MonitoredIntegration> batch, CancellationToken cancellationToken)
    {
        var rules = configuration.Current.Rules;
        if (rules.LongestWindow == TimeSpan.Zero)
            return;
        HealthSnapshot[] unknown = [.. batch.Where(monitored => rules.For(monitored).Any(rule => rule.Window > TimeSpan.Zero))
            .Select(monitored => monitored.Snapshot).Where(state => !recent.Knows(state)).DistinctBy(state => state.IntegrationId, StringComparer.Ordinal)];
        if (unknown.Length > 0)
            await recent.LoadAsync(unknown, rules.LongestWindow, clock.Now().At, cancellationToken);
    }

    /// <summary>Takes news into the windows; called for all results of a batch before any is judged.</summary>
    public void Observe(MonitoredIntegration monitored, in Observation observation) => providers.Observe(
        monitored.Integration.Provider, monitored.Provider.Definition.SharesOneVendor, monitored.Integration.Id, observation);

    /// <summary>What a result, or a person's change, means; null when it changes no alert.</summary>
    public ResultAlerts? Evaluate(MonitoredIntegration monitored, HealthSnapshot after, Observation? observation)
    {
        var current = configuration.Current;
        var rules = current.Rules.For(monitored);
        var alerts = book.Of(monitored.Integration.Id);
        if (rules.Length == 0 && alerts.Open.Length == 0)
            return null;

        var window = current.Rules.LongestWindow > TimeSpan.Zero && rules.Any(rule => rule.Window > TimeSpan.Zero)
            ? WindowOf(after, observation, current.Rules.LongestWindow)
            : [];
        List<AlertChange>? changes = null;
        var now = clock.Now();
        foreach (var rule in rules)
        {
            if (Evaluate(rule, monitored, after, window, alerts, now, observation?.Result.Failure) is { } change)
                (changes ??= new List<AlertChange>(1)).Add(change);
        }

        return changes is null ? null : new ResultAlerts(changes, GroupTouches.For(changes, alerts.Open, current));
    }

    /// <summary>Its recent checks, with the one that was made; a change without a check, such as the mark of an outage, adds none.</summary>
    private IReadOnlyList<ObservedCheck> WindowOf(HealthSnapshot after, Observation? observation, TimeSpan longest)
    {
        if (observation is { } observed)
            return recent.Add(after, observed, longest);
        recent.Advance(after);
        return recent.Find(after) ?? [];
    }

    /// <summary>What one rule says of one integration now; null when nothing changes.</summary>
    public AlertChange? Evaluate(
        CompiledRule rule, MonitoredIntegration monitored, HealthSnapshot snapshot, IReadOnlyList<ObservedCheck> window, SubjectAlerts alerts) =>
        Evaluate(rule, monitored, snapshot, window, alerts, clock.Now(), latest: null);

    private AlertChange? Evaluate(
        CompiledRule rule, MonitoredIntegration monitored, HealthSnapshot snapshot, IReadOnlyList<ObservedCheck> window,
        SubjectAlerts alerts, AlertInstant now, CheckFailure? latest)
    {
        var definition = monitored.Provider.Definition;
        var context = new ConditionContext(now.At, snapshot, monitored.Policy.Interval, definition.Name, definition.DisplayName, window, providers);
        var present = alerts.Find(rule.Rule.Id);
        if (snapshot.Status == IntegrationStatus.Paused)
            return present is null ? null : AlertEvaluator.End(present, ResolvedReason.IntegrationPaused, now.At);
        // The new conditions are judged afresh, after the tick has ended what fired under the old ones.
        if (present is not null && present.RuleRevision != rule.Revision)
            return null;
        if (Judge(rule, monitored.Integration.Id, context, now, latest) is not { } judgement)
            return null;
        // Of nearly every result nothing is to be said: only what goes on from here needs to know more of its subject.
        return present is null && judgement.Verdict != Verdict.Breach && !alerts.Remembers
            ? null
            : Conclude(rule, AlertSubject.Of(monitored.Integration), present, judgement, now, snapshot.LastCheckedAt, snapshot.Recovering is not null || snapshot.Flapping);
    }

    /// <summary>What one rule says of a whole provider now; null when nothing changes.</summary>
    public AlertChange? EvaluateProvider(CompiledRule rule, ProviderDefinition definition)
    {
        var now = clock.Now();
        var subject = AlertSubject.OfProvider(definition.Name, definition.DisplayName);
        var context = new ConditionContext(now.At, null, TimeSpan.Zero, definition.Name, definition.DisplayName, [], providers);
        return Judge(rule, subject.Key, context, now, latest: null) is { } judgement
            ? Conclude(rule, subject, book.Of(subject.Key).Find(rule.Rule.Id), judgement, now, now.At, unsettled: false)
            : null;
    }

    /// <summary>What its conditions say; null when the rule cannot be judged.</summary>
    private Judgement? Judge(CompiledRule rule, string subjectKey, in ConditionContext context, AlertInstant now, CheckFailure? latest)
    {
        try
        {
            var judgement = rule.Judge(context).With(latest);
            faults.Clear(rule.Rule.Id, subjectKey);
            return judgement;
        }
        catch (Exception exception)
        {
            // A rule that cannot be judged says neither that all is well nor that something is wrong.
            faults.Report(rule.Rule.Id, subjectKey, exception.Message, now.At);
            Log.RuleFailed(logger, rule.Rule.Id, subjectKey, exception);
            return null;
        }
    }

    private AlertChange? Conclude(
        CompiledRule rule, AlertSubject subject, Alert? present, Judgement judgement, AlertInstant now, DateTimeOffset? observedAt, bool unsettled)
    {
        if (present is null)
        {
            var muted = book.MutedBy(rule.Rule.Id, subject.Key);
            if (judgement.Verdict == Verdict.Clear && muted is not null)
                return AlertEvaluator.Unmute(muted, now.At);
            if (judgement.Verdict != Verdict.Breach || muted is not null || IsFull(rule, subject))
                return null;
        }

        return AlertEvaluator.Evaluate(new AlertEvaluation(rule, subject, present, Firings(rule, subject, judgement), judgement, now, observedAt,
            unsettled, configuration.Current.EscalationOf(rule.Rule)));
    }

    private IReadOnlyList<DateTimeOffset> Firings(CompiledRule rule, AlertSubject subject, Judgement judgement) =>
        judgement.Verdict == Verdict.Breach ? book.FiringsOf(rule.Rule.Id, subject.Key) : [];

    private bool IsFull(CompiledRule rule, AlertSubject subject)
    {
        if (book.OpenCount < MaxAlertsPerRule || book.CountOf(rule.Rule.Id) < MaxAlertsPerRule)
            return false;
        Log.RuleLimitExceeded(logger, rule.Rule.Id, MaxAlertsPerRule, subject.Key);
        return true;
    }
}
