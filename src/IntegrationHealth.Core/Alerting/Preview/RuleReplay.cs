using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Status;

namespace IntegrationHealth.Alerting.Preview;

/// <summary>One rule, going through history in the order of time.</summary>
internal sealed class RuleReplay(CompiledRule rule, IReadOnlyList<MonitoredIntegration> covered, DateTimeOffset from)
{
    /// <summary>How often time alone is looked at.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, ReplayedSubject> _subjects = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Alert> _alerts = new(StringComparer.Ordinal);
    private readonly GroupReplay _groups = new(rule.Rule);
    private readonly ReplayedActivity _activity = new();
    private DateTimeOffset _now = from;

    /// <summary>Alerts that fired, by start.</summary>
    public IReadOnlyList<Alert> Alerts => [.. _alerts.Values];

    public int Notifications => _groups.Notifications;

    /// <summary>Lets time pass, with what it does to the rule and to its groups.</summary>
    public void Advance(DateTimeOffset to)
    {
        for (var next = _now + Step; rule.IsTimed && next < to; next += Step)
        {
            _groups.FlushUntil(next);
            EvaluateAll(next);
            _now = next;
        }

        _groups.FlushUntil(to);
        _now = to;
    }

    public void Add(MonitoredIntegration monitored, HistoryEntry check)
    {
        _activity.Add(monitored, check);
        if (rule.IsOfProvider)
        {
            EvaluateProvider(monitored.Provider.Definition, check.CheckedAt);
            return;
        }

        var subject = Find(monitored);
        subject.Add(check, rule.Window);
        Evaluate(subject, check.CheckedAt);
    }

    private void EvaluateAll(DateTimeOffset now)
    {
        if (rule.IsOfProvider)
        {
            foreach (var definition in covered.Select(monitored => monitored.Provider.Definition).Distinct())
                EvaluateProvider(definition, now);
            return;
        }

        foreach (var subject in _subjects.Values)
            Evaluate(subject, now);
    }

    private void Evaluate(ReplayedSubject subject, DateTimeOffset now)
    {
        var monitored = subject.Monitored;
        var context = new ConditionContext(now, subject.Snapshot, monitored.Policy.Interval, monitored.Integration.Provider,
            monitored.Provider.Definition.DisplayName, subject.Recent, _activity);
        Apply(subject, AlertSubject.Of(monitored.Integration), context, subject.Snapshot.LastCheckedAt, subject.Snapshot.Recovering is not null);
    }

    private void EvaluateProvider(ProviderDefinition definition, DateTimeOffset now)
    {
        var about = AlertSubject.OfProvider(definition.Name, definition.DisplayName);
        if (!_subjects.TryGetValue(about.Key, out var subject))
            _subjects.Add(about.Key, subject = new ReplayedSubject(covered.First(monitored => monitored.Provider.Definition == definition), now));
        Apply(subject, about, new ConditionContext(now, null, TimeSpan.Zero, definition.Name, definition.DisplayName, [], _activity), now, false);
    }

    private void Apply(ReplayedSubject subject, AlertSubject about, in ConditionContext context, DateTimeOffset? observedAt, bool unsettled)
    {
        var evaluation = new AlertEvaluation(rule, about, subject.Open, subject.Firings, rule.Judge(context),
            new AlertInstant(context.Now, 0, 0), observedAt, unsettled, null);
        if (AlertEvaluator.Evaluate(evaluation) is not { } change)
            return;
        if (change.After is { FiredAt: { } firedAt } fired)
        {
            _alerts[fired.Id] = fired;
            if (subject.Open?.FiredAt is null)
                subject.Firings.Add(firedAt);
            _groups.Apply(fired, context.Now);
        }

        subject.Open = change.After is { State: not AlertState.Resolved } open ? open : null;
    }

    private ReplayedSubject Find(MonitoredIntegration monitored) => _subjects.TryGetValue(monitored.Integration.Id, out var subject)
        ? subject
        : _subjects[monitored.Integration.Id] = new ReplayedSubject(monitored, _now);
}

/// <summary>One integration as history shows it.</summary>
internal sealed class ReplayedSubject(MonitoredIntegration monitored, DateTimeOffset from)
{
    private readonly List<ObservedCheck> _recent = [];

    public MonitoredIntegration Monitored => monitored;

    public Alert? Open { get; set; }

    public List<DateTimeOffset> Firings { get; } = [];

    public IReadOnlyList<ObservedCheck> Recent => _recent;

    public HealthSnapshot Snapshot { get; private set; } = HealthSnapshot.Initial(monitored.Integration.Id, from) with
    {
        CredentialExpiresAt = monitored.Snapshot.CredentialExpiresAt,
    };

    public void Add(HistoryEntry check, TimeSpan window)
    {
        var failed = check.Outcome == CheckOutcome.Failed;
        var troubled = check.Status is IntegrationStatus.Unhealthy or IntegrationStatus.Degraded;
        Snapshot = Snapshot with
        {
            Status = check.Status,
            StatusSince = check.Status == Snapshot.Status ? Snapshot.StatusSince : check.CheckedAt,
            LastCheckedAt = check.CheckedAt,
            NextCheckAt = check.CheckedAt + monitored.Policy.Interval,
            ConsecutiveFailures = failed ? Snapshot.ConsecutiveFailures + 1 : check.Outcome == CheckOutcome.Inconclusive ? Snapshot.ConsecutiveFailures : 0,
            Recovering = check.Status == IntegrationStatus.Unhealthy && !failed ? new StatusProgress(1, 2) : null,
            Failure = !troubled ? null : check.FailureKind is { } kind ? CheckFailure.Of(kind, check.Message ?? kind.ToString()) : Snapshot.Failure,
        };
        if (window == TimeSpan.Zero || check.Outcome == CheckOutcome.Inconclusive)
            return;
        _recent.Add(new ObservedCheck(check.CheckedAt, check.LatencyMs, failed));
        _recent.RemoveAll(old => old.At <= check.CheckedAt - window);
        if (_recent.Count > RecentChecks.Capacity)
            _recent.RemoveAt(0);
    }
}
