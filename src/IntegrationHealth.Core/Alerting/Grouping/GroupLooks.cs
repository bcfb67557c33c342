using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Grouping;

/// <summary>Looks at groups: gathers what <see cref="GroupFlush"/> asks for, and what holds their alerts back on their channel.</summary>
internal sealed class GroupLooks(
    IAlertStore store, AlertConfiguration configuration, AlertBook book, Suppressions suppressions, ChannelDirectory channels, TimeProvider time,
    ILogger<GroupLooks> logger)
{
    /// <summary>How long the end of alerts is kept to be told on a channel that this host does not know: as long as a notification waits for one.</summary>
    private static readonly TimeSpan UnknownFor = DeliveryRunner.UnknownFor;

    private readonly RecurringFaults _away = new(time);
    private DateTimeOffset _askOwnersAt;

    /// <summary>Begins a round: what is known now is good for all looks of it.</summary>
    public LookRound Begin(DateTimeOffset now)
    {
        var context = suppressions.Gather(now);
        return new LookRound(now, context, new Hearing(store, context, now));
    }

    /// <summary>What there is to say of a group.</summary>
    public async Task<GroupDecision> DecideAsync(NotificationGroup group, LookRound round, CancellationToken cancellationToken)
    {
        var (channel, isAway) = await DescribeAsync(group.ChannelId, cancellationToken);
        if (isAway)
            return PutOff(group, round.Now);
        if (!round.OpenByGroup.TryGetValue(group.AlertGroup, out var open))
            round.OpenByGroup.Add(group.AlertGroup, open = await store.ListOpenInGroupAsync(group.AlertGroup, cancellationToken));
        var isOpen = open.Select(alert => alert.Id).ToHashSet(StringComparer.Ordinal);
        string[] gone = [.. group.NotifiedAlertIds.Where(id => !isOpen.Contains(id))];
        var ended = gone.Length == 0 ? [] : await store.GetAsync(gone, cancellationToken);

        var rule = configuration.Current.AllRules.GetValueOrDefault(group.RuleId)?.Value;
        var isNamed = rule is not null && configuration.Current.Names(rule, group.ChannelId);
        if (channel is null)
        {
            return IsAwaited(group, isNamed, open, ended, round.Now)
                ? PutOff(group, round.Now)
                : new GroupDecision(group with { DueAt = null, NotifiedAlertIds = [], Version = group.Version + 1 }, null, [], [], []);
        }

        var held = new Dictionary<string, Suppression>(StringComparer.Ordinal);
        foreach (var alert in open)
        {
            if (alert.IsFiring && await HoldOfAsync(alert, group, rule, round, cancellationToken) is { } hold)
                held.Add(alert.Id, hold);
        }

        return GroupFlush.Decide(new GroupLook(group, rule, open, ended, held, isNamed, new ChannelSchedule(channel), round.Now));
    }

    /// <summary>The channel; null where there is none. Away is an owner's while the host's code cannot say: the others must not wait for it.</summary>
    private async ValueTask<(NotificationChannel? Channel, bool IsAway)> DescribeAsync(string channelId, CancellationToken cancellationToken)
    {
        if (OwnerChannels.IsOwners(channelId) && time.GetUtcNow() is var now && now < _askOwnersAt && _askOwnersAt - now <= GroupFlush.HeldAgain)
            return (null, true);
        try
        {
            return (await channels.DescribeAsync(channelId, cancellationToken), false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever throws for one owner may answer for another. For whom one waits in vain one would wait with each, and all others behind them.
            if (exception is TimeoutException)
                _askOwnersAt = time.GetUtcNow() + GroupFlush.HeldAgain;
            if (_away.IsNews(Notification.OwnerPrefix))
                Log.OwnerChannelAway(logger, channelId, GroupFlush.HeldAgain, exception);
            return (null, true);
        }
    }

    /// <summary>
    /// True for a channel that may be known elsewhere, or again: of newer code, or one that this host cannot read. What a rule tells it waits; of what no rule tells it any more,
    /// for a day after it was told last, or after the end of what it knows: one that was removed is forgotten then.
    /// </summary>
    private static bool IsAwaited(NotificationGroup group, bool isNamed, IReadOnlyList<Alert> open, IReadOnlyList<Alert> ended, DateTimeOffset now) =>
        !OwnerChannels.IsOwners(group.ChannelId)
        && (open.Any(alert => alert.IsFiring && (isNamed
            || (group.LastNotifiedAt > now - UnknownFor && group.NotifiedAlertIds.Contains(alert.Id, StringComparer.Ordinal))))
            || ended.Any(alert => alert.ResolvedAt > now - UnknownFor));

    /// <summary>Nothing is told and nothing forgotten.</summary>
    private static GroupDecision PutOff(NotificationGroup group, DateTimeOffset now) =>
        new(group with { DueAt = now + GroupFlush.HeldAgain, Version = group.Version + 1 }, null, [], [], []);

    private async ValueTask<Suppression?> HoldOfAsync(
        Alert alert, NotificationGroup group, AlertRule? rule, LookRound round, CancellationToken cancellationToken)
    {
        var now = round.Now;
        var found = SuppressionEvaluator.OfPeople(alert, round.Context, now);
        if (await round.Hearing.OutageAsync(group.ChannelId, alert, cancellationToken) is { } outage)
            found = [.. found, outage];
        if (found.Count > 0)
        {
            // The hold that lasts longest decides when to look again; one whose end is unknown is looked at often.
            return found.Any(hold => hold.Until is null) ? found.First(hold => hold.Until is null) : found.MaxBy(hold => hold.Until);
        }

        if (group.NotifiedAlertIds.Contains(alert.Id, StringComparer.Ordinal))
            return null;
        if (rule is { Cooldown.Ticks: > 0 } && group.LastToldAt.TryGetValue(alert.Fingerprint, out var told) && told + rule.Cooldown > now)
            return new Suppression(SuppressionKind.Cooldown, "", told + rule.Cooldown);
        return rule is { ChannelIds.Count: 0 } && await ToldByOtherAsync(alert, group.ChannelId, round, cancellationToken) is { } other
            ? new Suppression(SuppressionKind.OtherRule, other)
            : null;
    }

    /// <summary>
    /// A rule that names no channel speaks where no other does: of one failure one channel is told once. Something milder, of another cause,
    /// or that nobody hears there, is not the same.
    /// </summary>
    private async ValueTask<string?> ToldByOtherAsync(Alert alert, string channelId, LookRound round, CancellationToken cancellationToken)
    {
        if (alert.IntegrationId is not { } integrationId)
            return null;
        foreach (var other in book.Of(integrationId).Open)
        {
            if (other.IsFiring && other.RuleId != alert.RuleId && other.Severity >= alert.Severity
                && configuration.Current.Rules.Find(other.RuleId)?.Rule is { } rule && rule.ChannelIds.Contains(channelId, StringComparer.Ordinal)
                && await round.Hearing.HearsOfAsync(channelId, other, cancellationToken)
                && HaveOneCause(alert, await round.Hearing.AsToldAsync(channelId, other, cancellationToken)))
            {
                return rule.Id;
            }
        }

        return null;
    }

    /// <summary>The same diagnosis, of rules that speak of failures; of others, such as of latency or of silence, that they ask for the same.</summary>
    private bool HaveOneCause(Alert one, Alert other)
    {
        var (ofOne, ofOther) = (ConditionsOf(one), ConditionsOf(other));
        return ofOne.Any(SpeaksOfFailure) && ofOther.Any(SpeaksOfFailure)
            ? one.FailureKind == other.FailureKind
            : ofOne.Select(condition => condition.GetType()).Intersect(ofOther.Select(condition => condition.GetType())).Any();
    }

    private static bool SpeaksOfFailure(AlertCondition condition) =>
        condition is ConsecutiveFailuresCondition or ErrorRateCondition or StatusCondition or FailureKindCondition;

    private IReadOnlyList<AlertCondition> ConditionsOf(Alert alert) => configuration.Current.Rules.Find(alert.RuleId)?.Rule.Conditions ?? [];
}

/// <summary>One round of looks at groups that are due.</summary>
/// <param name="Now">The moment, for all of them.</param>
/// <param name="Context">What holds alerts back.</param>
/// <param name="Hearing">Which channel hears of what.</param>
internal sealed record LookRound(DateTimeOffset Now, SuppressionContext Context, Hearing Hearing)
{
    /// <summary>Alerts that are not resolved, by their group: several channels look at the same.</summary>
    public Dictionary<string, IReadOnlyList<Alert>> OpenByGroup { get; } = new(StringComparer.Ordinal);
}
