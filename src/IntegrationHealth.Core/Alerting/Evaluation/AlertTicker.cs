using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>What time alone, or an edit, does to alerts. One host does it for all.</summary>
internal sealed class AlertTicker(
    IAlertStore store, IHealthReader health, AlertConfiguration configuration, AlertBook book, ResultAlertEvaluator evaluator,
    AlertPublisher publisher, AlertClock clock, IntegrationRegistry registry, JudgedStates states, ILogger<AlertTicker> logger)
{
    private const int Batch = 200;

    /// <summary>Scanning costs time in proportion to the fleet: so much for each integration, within bounds.</summary>
    private static readonly TimeSpan ScanPerIntegration = TimeSpan.FromMicroseconds(500);

    private static readonly TimeSpan ShortestScan = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestScan = TimeSpan.FromSeconds(30);

    /// <summary>Groups that wait for longer than this, or beyond so many, are looked at when their time comes.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(2);

    private const int MostWaiting = 2_000;

    private DateTimeOffset _nextScan;
    private DateTimeOffset _lastTick;
    private ConfiguredAlerting? _seen;

    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now().At;
        var current = configuration.Current;
        var changes = new List<AlertChange>();
        EvaluateProviders(changes);
        await EvaluateOpenAsync(now, changes, cancellationToken);
        if (now >= _nextScan || _nextScan - now > LongestScan)
        {
            _nextScan = now + ScanInterval();
            if (configuration.Current.Rules.HasTimed)
                await ScanAsync(rule => rule.IsTimed, changes, cancellationToken);
        }

        await CommitAsync(changes, cancellationToken);
        if (_seen is { } before && !ReferenceEquals(before, current))
            await JudgeEditedAsync(before, current, cancellationToken);
        // Set back since, or perhaps before the start: what groups wait for lies as far ahead.
        var mayBeAhead = _seen is null || _lastTick - now > AlertClock.LongestGap;
        if (mayBeAhead || !ReferenceEquals(_seen, current))
            await LookAgainAsync(current, now, mayBeAhead, cancellationToken);
        (_seen, _lastTick) = (current, now);
    }

    /// <summary>A rule that is new, or other than it was, is judged by what is known, not only with the next check.</summary>
    private async Task JudgeEditedAsync(ConfiguredAlerting before, ConfiguredAlerting current, CancellationToken cancellationToken)
    {
        var edited = current.AllRules.Where(rule => !before.AllRules.TryGetValue(rule.Key, out var was) || was.Version != rule.Value.Version)
            .Select(rule => rule.Key).ToHashSet(StringComparer.Ordinal);
        if (edited.Count == 0)
            return;
        if (edited.Any(id => current.Rules.Find(id)?.Window > TimeSpan.Zero))
        {
            foreach (var chunk in registry.All.Chunk(Batch))
                await evaluator.PrepareAsync(chunk, cancellationToken);
        }

        var changes = new List<AlertChange>();
        await ScanAsync(rule => edited.Contains(rule.Rule.Id), changes, cancellationToken);
        await CommitAsync(changes, cancellationToken);
    }

    /// <summary>
    /// After an edit every group with an open alert is looked at: channels come and go, silences begin and end. By a clock that may have been ahead, those too
    /// that wait to tell what is over.
    /// </summary>
    private async Task LookAgainAsync(ConfiguredAlerting current, DateTimeOffset now, bool withThoseThatWait, CancellationToken cancellationToken)
    {
        Alert[] firing = [.. book.ListOpen().Where(alert => alert.IsFiring)];
        var touches = new Dictionary<string, GroupTouch>(StringComparer.Ordinal);
        foreach (var alert in firing.DistinctBy(alert => (alert.Group, alert.OwnerId)))
        {
            foreach (var channelId in current.ChannelsOf(alert))
            {
                var key = AlertIds.GroupOnChannel(alert.Group, channelId);
                touches[key] = new GroupTouch(key, alert.Group, alert.RuleId, channelId, now);
            }
        }

        foreach (var chunk in firing.Select(alert => alert.Group).Distinct(StringComparer.Ordinal).Chunk(Batch))
        {
            foreach (var group in await store.ListGroupsAsync(chunk, cancellationToken))
                touches[group.Key] = new GroupTouch(group.Key, group.AlertGroup, group.RuleId, group.ChannelId, now);
        }

        var waiting = withThoseThatWait ? await store.ListDueGroupsAsync(now + LongestWait, MostWaiting, cancellationToken) : [];
        foreach (var group in waiting)
            touches.TryAdd(group.Key, new GroupTouch(group.Key, group.AlertGroup, group.RuleId, group.ChannelId, now));

        if (touches.Count > 0)
            await store.CommitAsync(new AlertCommit { Touches = [.. touches.Values] }, cancellationToken);
    }

    private TimeSpan ScanInterval()
    {
        var interval = ScanPerIntegration * registry.Count;
        return interval < ShortestScan ? ShortestScan : interval > LongestScan ? LongestScan : interval;
    }

    private void EvaluateProviders(List<AlertChange> changes)
    {
        var rules = configuration.Current.Rules.OfProviders;
        if (rules.Count == 0)
            return;
        foreach (var definition in registry.Providers)
        {
            foreach (var rule in rules.Where(rule => rule.CoversProvider(definition.Name)))
            {
                if (book.Of(AlertSubject.OfProvider(definition.Name, "").Key).Find(rule.Rule.Id) is { } open && open.RuleRevision != rule.Revision)
                    continue; // It ends first, below.
                if (evaluator.EvaluateProvider(rule, definition) is { } change)
                    changes.Add(change);
            }
        }
    }

    private async Task EvaluateOpenAsync(DateTimeOffset now, List<AlertChange> changes, CancellationToken cancellationToken)
    {
        var unknown = new List<Alert>();
        var asked = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var alert in book.ListOpen())
        {
            if (alert.IntegrationId is { } id && !registry.TryGet(id, out _))
                unknown.Add(alert);
            else if (EndOf(alert, now) is { } end)
                changes.Add(end);
            else if (JudgedBy(alert) is var (rule, monitored) && IsToBeAsked(alert, rule, monitored))
                asked[monitored.Integration.Id] = rule.Window > TimeSpan.Zero || asked.GetValueOrDefault(monitored.Integration.Id);
        }

        // Another host may have registered an integration that this one does not know yet: storage decides.
        foreach (var chunk in unknown.Chunk(Batch))
        {
            var stored = await health.GetAsync([.. chunk.Select(alert => alert.IntegrationId!).Distinct()], cancellationToken);
            var known = stored.Select(item => item.Integration.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var alert in chunk.Where(alert => !known.Contains(alert.IntegrationId!)))
                changes.Add(AlertEvaluator.End(alert, ResolvedReason.IntegrationDeleted, now, "The integration was removed."));
        }

        foreach (var chunk in asked.Keys.Chunk(Batch))
        {
            var stored = await states.ReadAsync(chunk, id => asked[id], cancellationToken);
            foreach (var alert in stored.Values.SelectMany(open => open))
            {
                if (EndOf(alert, now) is null && JudgedBy(alert) is var (rule, monitored) && Judge(alert, rule, monitored) is { } change)
                    changes.Add(change);
            }
        }
    }

    /// <summary>Why an alert ends whatever the state of its integration is, or how else it changes then.</summary>
    private AlertChange? EndOf(Alert alert, DateTimeOffset now)
    {
        var current = configuration.Current;
        if (!current.AllRules.ContainsKey(alert.RuleId))
        {
            // A rule that this host cannot read still is one: a newer host may be judging it at this moment.
            return current.HasUnreadable(ConfigurationKind.Rule, alert.RuleId) ? null : AlertEvaluator.End(alert, ResolvedReason.RuleDeleted, now, "The rule was removed.");
        }

        if (current.Rules.Find(alert.RuleId) is not { } rule)
            return AlertEvaluator.End(alert, ResolvedReason.RuleDisabled, now, "The rule was switched off.");
        if (alert.RuleRevision == Alert.UnreadableRevision)
            return AlertEvaluator.End(alert, ResolvedReason.RuleChanged, now, "What was stored of it could not be read; the rule is judged afresh.");
        if (alert.RuleRevision != rule.Revision)
            return AlertEvaluator.End(alert, ResolvedReason.RuleChanged, now, "The rule's conditions were changed; the new ones are judged afresh.");
        if (alert is { IsFiring: true, Acknowledged.ExpiresAt: { } expires } && expires <= now)
            return AlertEvaluator.EndAcknowledgement(alert, configuration.Current.EscalationOf(rule.Rule), now);
        if (alert.IntegrationId is not { } id)
            return rule.CoversProvider(alert.Provider) ? null : AlertEvaluator.End(alert, ResolvedReason.OutOfScope, now);
        return registry.TryGet(id, out var monitored) && !rule.Covers(monitored.Integration)
            ? AlertEvaluator.End(alert, ResolvedReason.OutOfScope, now, "The rule no longer watches the integration.")
            : null;
    }

    /// <summary>The rule and the integration by whose state time may change the alert; null where only a check can.</summary>
    private (CompiledRule Rule, MonitoredIntegration Monitored)? JudgedBy(Alert alert) =>
        alert.IntegrationId is { } id && registry.TryGet(id, out var monitored) && configuration.Current.Rules.Find(alert.RuleId) is { } rule
            && (alert.State != AlertState.Firing || rule.IsTimed)
            ? (rule, monitored)
            : null;

    /// <summary>True when storage is asked before the alert is left as it is, or anything is done: while nothing changes it is not.</summary>
    private bool IsToBeAsked(Alert alert, CompiledRule rule, MonitoredIntegration monitored) => states.NewsOf(monitored) is not null
        || states.WindowOf(rule, monitored) is null || Judge(alert, rule, monitored) is not null;

    private AlertChange? Judge(Alert alert, CompiledRule rule, MonitoredIntegration monitored) =>
        states.WindowOf(rule, monitored) is { } window ? evaluator.Evaluate(rule, monitored, states.Of(monitored), window, book.Of(monitored.Integration.Id) with { Open = [alert] }) : null;

    /// <summary>Alerts that begin without a new check: a status that lasts, a credential that ends, a check that does not come, an edit.</summary>
    private async Task ScanAsync(Func<CompiledRule, bool> asks, List<AlertChange> changes, CancellationToken cancellationToken)
    {
        var rules = configuration.Current.Rules;
        var candidates = new Dictionary<string, List<CompiledRule>>(StringComparer.Ordinal);
        foreach (var monitored in registry.All)
        {
            // Of all of them, again and again: the book is asked once of each, and only where a rule asks.
            SubjectAlerts? known = null;
            foreach (var rule in rules.For(monitored))
            {
                if (asks(rule) && MayBegin(rule, monitored, known ??= book.Of(monitored.Integration.Id)))
                    (candidates.TryGetValue(monitored.Integration.Id, out var found) ? found : candidates[monitored.Integration.Id] = []).Add(rule);
            }
        }

        // What another host checked is known here only by its last commit: storage is asked before anybody is told.
        foreach (var chunk in candidates.Keys.Chunk(Batch))
        {
            var stored = await states.ReadAsync(chunk, id => candidates[id].Exists(rule => rule.Window > TimeSpan.Zero), cancellationToken);
            foreach (var id in stored.Keys)
            {
                if (!registry.TryGet(id, out var monitored))
                    continue;
                var alerts = book.Of(id);
                changes.AddRange(candidates[id].Select(rule => Begins(rule, monitored, alerts)).OfType<AlertChange>());
            }
        }
    }

    /// <summary>True when it begins by what is known here, or when that is not enough to say: another host saw another status, or made the last checks.</summary>
    private bool MayBegin(CompiledRule rule, MonitoredIntegration monitored, SubjectAlerts alerts) => alerts.Find(rule.Rule.Id) is null
        && ((states.NewsOf(monitored) is { } news && news.Status != states.Of(monitored).Status)
            || states.WindowOf(rule, monitored) is null || Begins(rule, monitored, alerts) is not null);

    private AlertChange? Begins(CompiledRule rule, MonitoredIntegration monitored, SubjectAlerts alerts) =>
        alerts.Find(rule.Rule.Id) is not null || states.WindowOf(rule, monitored) is not { } window
            ? null
            : evaluator.Evaluate(rule, monitored, states.Of(monitored), window, alerts);

    private async Task CommitAsync(List<AlertChange> changes, CancellationToken cancellationToken)
    {
        foreach (var chunk in changes.Chunk(Batch))
        {
            var touches = new List<GroupTouch>(GroupTouches.For(chunk, [.. chunk.Select(change => change.AlertId).SelectMany(FindOpen)], configuration.Current));
            touches.AddRange(await TouchesOfEndedAsync(chunk, touches, cancellationToken));
            if (await store.CommitAsync(new AlertCommit { Alerts = chunk, Touches = touches }, cancellationToken))
            {
                publisher.Committed(chunk);
                continue;
            }

            Log.ChangesRefused(logger, chunk.Length);
            await book.RefreshAsync(store, clock.Now().At, cancellationToken);
        }

        IEnumerable<Alert> FindOpen(string id) => book.Find(id) is { } alert ? [alert] : [];
    }

    /// <summary>Groups that know of an alert that ends, on channels that its rule does not name any more.</summary>
    private async Task<IEnumerable<GroupTouch>> TouchesOfEndedAsync(
        IReadOnlyList<AlertChange> changes, List<GroupTouch> present, CancellationToken cancellationToken)
    {
        Alert[] ended = [.. changes.Select(change => change.After).OfType<Alert>().Where(alert => alert is { State: AlertState.Resolved, ClearedAt: null })];
        if (ended.Length == 0)
            return [];
        var groups = await store.ListGroupsAsync([.. ended.Select(alert => alert.Group).Distinct(StringComparer.Ordinal)], cancellationToken);
        var touched = present.Select(touch => touch.Key).ToHashSet(StringComparer.Ordinal);
        return groups.Where(group => touched.Add(group.Key))
            .Select(group => new GroupTouch(group.Key, group.AlertGroup, group.RuleId, group.ChannelId, ended[0].ResolvedAt!.Value));
    }
}
