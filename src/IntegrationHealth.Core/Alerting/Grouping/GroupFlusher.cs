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

/// <summary>Looks at the groups that are due, and commits what they say: the group, its notification and the timelines, in one transaction.</summary>
internal sealed class GroupFlusher(
    IAlertStore store, AlertConfiguration configuration, AlertBook book, Suppressions suppressions, NotificationComposer composer,
    IEnumerable<IOwnerNotificationChannels> owners, ILogger<GroupFlusher> logger)
{
    private const int Batch = 100;

    private readonly IOwnerNotificationChannels? _owners = owners.LastOrDefault();

    /// <summary>Flushes what is due at <paramref name="now"/>.</summary>
    /// <returns>How many notifications were put into the outbox.</returns>
    public async Task<int> FlushAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = suppressions.Gather(now);
        var alerts = new Dictionary<string, IReadOnlyList<Alert>>(StringComparer.Ordinal);
        var made = 0;
        while (true)
        {
            var due = await store.ListDueGroupsAsync(now, Batch, cancellationToken);
            if (due.Count == 0)
                return made;

            var decisions = new List<GroupDecision>(due.Count);
            foreach (var group in due)
                decisions.Add(await LookAsync(group, context, alerts, now, cancellationToken));
            var (commit, notifications) = Compose(decisions, now);
            if (!await store.CommitAsync(commit, cancellationToken))
            {
                // Touched meanwhile: what is new is seen with the next look, a moment later.
                Log.ChangesRefused(logger, due.Count);
                notifications = await CommitOneByOneAsync(decisions, now, cancellationToken);
                return made + notifications;
            }

            made += notifications;
            if (due.Count < Batch)
                return made;
        }
    }

    private async Task<int> CommitOneByOneAsync(List<GroupDecision> decisions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var made = 0;
        foreach (var decision in decisions)
        {
            var (commit, notifications) = Compose([decision], now);
            if (await store.CommitAsync(commit, cancellationToken))
                made += notifications;
        }

        return made;
    }

    private async Task<GroupDecision> LookAsync(
        NotificationGroup group, SuppressionContext context, Dictionary<string, IReadOnlyList<Alert>> alerts, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (!alerts.TryGetValue(group.AlertGroup, out var open))
            alerts.Add(group.AlertGroup, open = await store.ListOpenInGroupAsync(group.AlertGroup, cancellationToken));
        var isOpen = open.Select(alert => alert.Id).ToHashSet(StringComparer.Ordinal);
        string[] gone = [.. group.NotifiedAlertIds.Where(id => !isOpen.Contains(id))];
        var ended = gone.Length == 0 ? [] : await store.GetAsync(gone, cancellationToken);

        var rule = configuration.Current.AllRules.GetValueOrDefault(group.RuleId)?.Value;
        var channel = await FindChannelAsync(group.ChannelId, cancellationToken);
        if (channel is null)
            return new GroupDecision(group with { DueAt = null, NotifiedAlertIds = [], Version = group.Version + 1 }, null, [], [], []);

        var isNamed = rule is not null && configuration.Current.Names(rule, group.ChannelId);
        var held = new Dictionary<string, Suppression>(StringComparer.Ordinal);
        foreach (var alert in open)
        {
            if (alert.IsFiring && HoldOf(alert, group, rule, context, now) is { } hold)
                held.Add(alert.Id, hold);
        }

        return GroupFlush.Decide(new GroupLook(group, rule, open, ended, held, isNamed, new ChannelSchedule(channel), now));
    }

    private Suppression? HoldOf(Alert alert, NotificationGroup group, AlertRule? rule, SuppressionContext context, DateTimeOffset now)
    {
        var found = SuppressionEvaluator.Evaluate(alert, context, now);
        if (found.Count > 0)
        {
            // The hold that lasts longest decides when to look again; one whose end is unknown is looked at often.
            return found.Any(hold => hold.Until is null) ? found.First(hold => hold.Until is null) : found.MaxBy(hold => hold.Until);
        }

        if (group.NotifiedAlertIds.Contains(alert.Id, StringComparer.Ordinal))
            return null;
        if (rule is { Cooldown.Ticks: > 0 } && group.LastToldAt.TryGetValue(alert.Fingerprint, out var told) && told + rule.Cooldown > now)
            return new Suppression(SuppressionKind.Cooldown, "", told + rule.Cooldown);
        return rule is { ChannelIds.Count: 0 } && alert.IntegrationId is { } id && ToldByOther(id, rule, group.ChannelId) is { } other
            ? new Suppression(SuppressionKind.OtherRule, other)
            : null;
    }

    /// <summary>A rule that names no channel speaks where no other does: of one failure one channel is told once.</summary>
    private string? ToldByOther(string integrationId, AlertRule rule, string channelId)
    {
        foreach (var alert in book.OpenOf(integrationId))
        {
            if (alert.IsFiring && alert.RuleId != rule.Id && configuration.Current.Rules.Find(alert.RuleId)?.Rule is { } other
                && other.ChannelIds.Contains(channelId, StringComparer.Ordinal))
            {
                return other.Id;
            }
        }

        return null;
    }

    private async ValueTask<NotificationChannel?> FindChannelAsync(string channelId, CancellationToken cancellationToken)
    {
        if (!channelId.StartsWith(Notification.OwnerPrefix, StringComparison.Ordinal))
            return configuration.Current.Channels.GetValueOrDefault(channelId)?.Value;
        return _owners is null ? null : await _owners.GetChannelAsync(channelId[Notification.OwnerPrefix.Length..], cancellationToken);
    }

    private (AlertCommit Commit, int Notifications) Compose(IReadOnlyList<GroupDecision> decisions, DateTimeOffset now)
    {
        var notifications = new List<Notification>();
        var events = new List<AlertEvent>();
        foreach (var decision in decisions)
            events.AddRange(decision.Events);
        foreach (var digest in decisions.Where(decision => decision.Reason is not null).GroupBy(decision => DigestOf(decision.Group)))
        {
            var parts = digest.ToList();
            // A digest speaks for all its groups at once; every other group speaks for itself.
            foreach (var spoken in digest.Key is null ? parts.Select(part => (List<GroupDecision>)[part]) : [parts])
            {
                var notification = ComposeOne(spoken, digest.Key, now);
                notifications.Add(notification);
                events.AddRange(spoken.SelectMany(part => part.News.Concat(part.Reason == NotificationReason.Repeat ? part.Others : []))
                    .Select(alert => new AlertEvent(alert.Id, now, AlertEventKind.Queued, notification.ChannelId, notification.Id)));
            }
        }

        return (new AlertCommit { Groups = [.. decisions.Select(decision => decision.Group)], Events = events, Notifications = notifications },
            notifications.Count);
    }

    private Notification ComposeOne(List<GroupDecision> parts, string? digest, DateTimeOffset now)
    {
        var first = parts[0].Group;
        var key = digest ?? first.Key;
        var id = AlertIds.Notification(key, first.Version, now);
        var message = composer.Compose(id, parts.Min(part => part.Reason!.Value), key, first.ChannelId,
            [.. parts.SelectMany(part => part.News)], [.. parts.SelectMany(part => part.Others)], now);
        return new Notification(id, first.ChannelId, key, now, message);
    }

    private string? DigestOf(NotificationGroup group) =>
        configuration.Current.Channels.TryGetValue(group.ChannelId, out var channel) && channel.Value.Digest is not null
            ? $"digest@{group.ChannelId}"
            : null;
}
