using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Grouping;

/// <summary>Flushes the groups that are due, and commits what they say: the group, its notification and the timelines, in one transaction.</summary>
internal sealed class GroupFlusher(
    IAlertStore store, AlertCommitter committer, AlertConfiguration configuration, AlertBook book, GroupLooks looks, NotificationComposer composer,
    ILogger<GroupFlusher> logger)
{
    private const int Batch = 100;

    /// <summary>Tries of one commit, each with another look at the groups that were touched meanwhile.</summary>
    private const int Tries = 5;

    /// <summary>Flushes what is due at <paramref name="now"/>.</summary>
    public async Task FlushAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var round = looks.Begin(now);
        while (true)
        {
            var (due, more) = await ListDueAsync(now, cancellationToken);
            // What others go on touching is due still: the next tick comes in a moment.
            if (due.Count == 0 || !await FlushAsync(due, round, cancellationToken) || !more)
                return;
        }
    }

    /// <summary>The next groups to flush, and whether there are more. A digest speaks once for all its groups: however many they are, they come together.</summary>
    private async Task<(IReadOnlyList<NotificationGroup> Due, bool More)> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var limit = Batch; ; limit *= 8)
        {
            var due = await store.ListDueGroupsAsync(now, limit, cancellationToken);
            if (due.Count < Batch)
                return (due, false);
            NotificationGroup[] ofDigests = [.. due.Where(group => DigestOf(group) is not null)];
            if (ofDigests.Length == 0)
                return ([.. due.Take(Batch)], true);
            if (due.Count < limit)
                return (ofDigests, true);
        }
    }

    /// <summary>False when others touched the groups at every try.</summary>
    private async Task<bool> FlushAsync(IReadOnlyList<NotificationGroup> due, LookRound round, CancellationToken cancellationToken)
    {
        var decisions = new List<GroupDecision>(due.Count);
        foreach (var group in due)
            decisions.Add(await looks.DecideAsync(group, round, cancellationToken));
        for (var tried = 1; ; tried++)
        {
            if (await committer.CommitAsync(await ComposeAsync(decisions, round.Now, cancellationToken), cancellationToken))
                return true;
            Log.ChangesRefused(logger, decisions.Count);
            if (tried == Tries)
                return false;
            decisions = await DecideAgainAsync(decisions, round, cancellationToken);
        }
    }

    private async Task<List<GroupDecision>> DecideAgainAsync(List<GroupDecision> decisions, LookRound round, CancellationToken cancellationToken)
    {
        string[] alertGroups = [.. decisions.Select(decision => decision.Group.AlertGroup).Distinct(StringComparer.Ordinal)];
        var stored = (await store.ListGroupsAsync(alertGroups, cancellationToken)).ToDictionary(group => group.Key, StringComparer.Ordinal);
        var again = new List<GroupDecision>(decisions.Count);
        foreach (var decision in decisions)
        {
            // One that is gone, or that another host has flushed meanwhile, is not this round's any more.
            if (!stored.TryGetValue(decision.Group.Key, out var group) || !(group.DueAt <= round.Now))
                continue;
            if (group.Version == decision.Group.Version - 1)
            {
                again.Add(decision);
                continue;
            }

            round.OpenByGroup.Remove(group.AlertGroup);
            again.Add(await looks.DecideAsync(group, round, cancellationToken));
        }

        return again;
    }

    private async Task<AlertCommit> ComposeAsync(IReadOnlyList<GroupDecision> decisions, DateTimeOffset now, CancellationToken cancellationToken)
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
                if (digest.Key is not null && notification.Message.Type == NotificationType.Resolved)
                    notification = notification with { Message = await WithOtherGroupsAsync(notification, decisions, cancellationToken) };
                notifications.Add(notification);
                events.AddRange(spoken.SelectMany(part => part.News.Concat(part.Reason == NotificationReason.Repeat ? part.Others : []))
                    .Select(alert => new AlertEvent(alert.Id, now, AlertEventKind.Queued, notification.ChannelId, notification.Id)));
            }
        }

        return new AlertCommit { Groups = [.. decisions.Select(decision => decision.Group)], Events = events, Notifications = notifications };
    }

    private Notification ComposeOne(List<GroupDecision> parts, string? digest, DateTimeOffset now)
    {
        var first = parts[0].Group;
        var key = digest ?? first.Key;
        var id = digest is null
            ? AlertIds.Notification(key, first.Version, now)
            : AlertIds.Digest(digest, parts.Select(part => (part.Group.Key, part.Group.Version)), now);
        var message = composer.Compose(id, parts.Min(part => part.Reason!.Value), key, first.ChannelId,
            [.. parts.SelectMany(part => part.News)], [.. parts.SelectMany(part => part.Others)], now);
        return new Notification(id, first.ChannelId, key, now, message with { StillFiring = parts.Sum(part => part.Withheld) });
    }

    /// <summary>A digest speaks for all groups of its channel: it says that all is over only where no other group knows of an alert that fires.</summary>
    private async Task<NotificationMessage> WithOtherGroupsAsync(
        Notification digest, IReadOnlyList<GroupDecision> decisions, CancellationToken cancellationToken)
    {
        var spoken = decisions.Where(decision => decision.Reason is not null).Select(decision => decision.Group.Key).ToHashSet(StringComparer.Ordinal);
        var firing = book.ListOpen().Where(alert => alert.IsFiring).ToDictionary(alert => alert.Id, alert => alert.Group, StringComparer.Ordinal);
        var others = 0;
        foreach (var chunk in firing.Values.Distinct(StringComparer.Ordinal).Chunk(Batch))
        {
            others += (await store.ListGroupsAsync(chunk, cancellationToken))
                .Where(group => group.ChannelId == digest.ChannelId && !spoken.Contains(group.Key))
                .Sum(group => group.NotifiedAlertIds.Count(firing.ContainsKey));
        }

        return digest.Message with { StillFiring = digest.Message.StillFiring + others };
    }

    private string? DigestOf(NotificationGroup group) =>
        configuration.Current.Channels.TryGetValue(group.ChannelId, out var channel) && channel.Value.Digest is not null
            ? $"digest@{group.ChannelId}"
            : null;
}
