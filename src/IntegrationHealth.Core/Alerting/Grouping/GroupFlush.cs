using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Alerting.Grouping;

/// <summary>What a look at one group starts from.</summary>
/// <param name="Group">The group with what its channel was told.</param>
/// <param name="Rule">The rule; null when it is gone.</param>
/// <param name="Open">Its alerts that are not resolved.</param>
/// <param name="Ended">Those that its channel was told of and that are resolved since.</param>
/// <param name="HeldBack">Why alerts are not told now, by alert.</param>
/// <param name="IsNamed">False once the rule does not name the channel any more: it learns what is over, and nothing else.</param>
/// <param name="Schedule">When the channel may be disturbed.</param>
/// <param name="Now">The moment.</param>
internal sealed record GroupLook(
    NotificationGroup Group, AlertRule? Rule, IReadOnlyList<Alert> Open, IReadOnlyList<Alert> Ended,
    IReadOnlyDictionary<string, Suppression> HeldBack, bool IsNamed, ChannelSchedule Schedule, DateTimeOffset Now);

/// <summary>What comes of a look: the group as it is now, and what is to be told.</summary>
/// <param name="Group">The group with its next due time.</param>
/// <param name="Reason">Why something is told; null when nothing is.</param>
/// <param name="News">Alerts that are told for the first time, or as resolved.</param>
/// <param name="Others">Alerts that the channel knows already, and that still fire.</param>
/// <param name="Events">Timeline entries: what began or ceased to be held back.</param>
/// <param name="Withheld">How many more the channel knows of that still fire: they are held back, and nothing is said of them.</param>
internal sealed record GroupDecision(
    NotificationGroup Group, NotificationReason? Reason, IReadOnlyList<Alert> News, IReadOnlyList<Alert> Others, IReadOnlyList<AlertEvent> Events,
    int Withheld = 0);

/// <summary>Whether, when and why a group's channel is told: the heart of "told once". Pure.</summary>
internal static class GroupFlush
{
    /// <summary>A group with alerts that are held back is looked at again after this time, or when the hold is known to end.</summary>
    public static readonly TimeSpan HeldAgain = TimeSpan.FromSeconds(30);

    /// <summary>Where nothing repeats, a group that was told is still looked at, so that nothing that ended stays untold.</summary>
    private static readonly TimeSpan Safety = TimeSpan.FromHours(1);

    public static GroupDecision Decide(GroupLook look)
    {
        look = look with { Group = NotAhead(look.Group, look.Now) };
        var told = look.Group.NotifiedAlertIds.ToHashSet(StringComparer.Ordinal);
        Alert[] firing = [.. look.Open.Where(alert => alert.IsFiring)];
        Alert[] free = [.. firing.Where(alert => !look.HeldBack.ContainsKey(alert.Id))];
        // What recovers already is no news any more, whatever held it back before.
        Alert[] news = [.. free.Where(alert => look.IsNamed && alert.State == AlertState.Firing && !told.Contains(alert.Id))];
        Alert[] known = [.. free.Where(alert => told.Contains(alert.Id))];
        // What ended is forgotten even where nobody is told so: the next firing is a first one again.
        var group = look.Group with { NotifiedAlertIds = [.. firing.Where(alert => told.Contains(alert.Id)).Select(alert => alert.Id)] };
        Alert[] ended = look.Rule?.SendResolved == false ? [] : [.. look.Ended];

        var (reason, readyAt) = Reason(look, told.Count > 0, news, known, ended);
        if (reason is not null && readyAt <= look.Now)
            readyAt = look.Schedule.NotBefore(look.Now, look.Group.DueAt, Severity([.. news, .. ended, .. known]));
        var sends = reason is not null && readyAt <= look.Now;
        if (!sends && reason is not null && ended.Length > 0)
            group = group with { NotifiedAlertIds = look.Group.NotifiedAlertIds }; // It is told that they ended when the group's turn comes.
        if (sends)
            group = Tell(group, look, news, known);

        var (held, events) = Holds(look, firing, told);
        group = group with { HeldBack = held, Version = group.Version + 1 };
        group = group with { DueAt = Next(look, group, reason is not null && !sends ? readyAt : null) };
        return new GroupDecision(group, sends ? reason : null, [.. news, .. ended], known, events, firing.Count(alert => told.Contains(alert.Id)) - known.Length);
    }

    /// <summary>What was told at a time that is still to come was told by a clock that was wrong: all that waits for it to pass counts from now.</summary>
    private static NotificationGroup NotAhead(NotificationGroup group, DateTimeOffset now)
    {
        if (group.LastNotifiedAt > now)
            group = group with { LastNotifiedAt = now };
        return group.LastToldAt.Values.Any(at => at > now)
            ? group with { LastToldAt = group.LastToldAt.ToDictionary(pair => pair.Key, pair => pair.Value > now ? now : pair.Value, StringComparer.Ordinal) }
            : group;
    }

    private static (NotificationReason? Reason, DateTimeOffset ReadyAt) Reason(
        GroupLook look, bool wasTold, Alert[] news, Alert[] known, Alert[] ended)
    {
        if (news.Length > 0 && !wasTold)
        {
            // A group that was told before and fell quiet still keeps its distance: so a flapping one cannot chatter.
            // One that fired at a time that is still to come has waited.
            var fired = news.Min(alert => alert.FiredAt!.Value);
            var gathered = fired > look.Now ? look.Now : fired + (look.Rule?.GroupWait ?? TimeSpan.Zero);
            return (NotificationReason.First, Later(gathered, NextTurn(look)));
        }

        if (news.Length > 0)
            return (NotificationReason.New, NextTurn(look) ?? look.Now);
        if (ended.Length > 0)
            return (NotificationReason.Resolved, NextTurn(look) ?? look.Now);
        return look.IsNamed && Array.Exists(known, alert => IsRepeated(alert, look))
            ? (NotificationReason.Repeat, look.Now)
            : (null, look.Now);
    }

    /// <summary>True when its time has come again, or somebody who had taken it on does not any more.</summary>
    private static bool IsRepeated(Alert alert, GroupLook look) => alert.Acknowledged is null
        && ((look.Rule?.RepeatInterval is { Ticks: > 0 } interval && look.Group.LastNotifiedAt + interval <= look.Now)
            || alert.AcknowledgementEndedAt > look.Group.LastNotifiedAt);

    private static DateTimeOffset? NextTurn(GroupLook look) => look.Group.LastNotifiedAt + (look.Rule?.GroupInterval ?? TimeSpan.Zero);

    private static NotificationGroup Tell(NotificationGroup group, GroupLook look, Alert[] news, Alert[] known)
    {
        var cooldown = look.Rule?.Cooldown ?? TimeSpan.Zero;
        var lastTold = group.LastToldAt;
        if (cooldown > TimeSpan.Zero)
        {
            var kept = lastTold.Where(pair => pair.Value + cooldown > look.Now).ToDictionary(StringComparer.Ordinal);
            foreach (var alert in news)
                kept[alert.Fingerprint] = look.Now;
            lastTold = kept;
        }

        return group with
        {
            LastNotifiedAt = look.Now,
            LastToldAt = lastTold,
            NotifiedAlertIds = [.. group.NotifiedAlertIds, .. news.Select(alert => alert.Id)],
            ToldCauses = Causes(group, [.. news, .. known]),
        };
    }

    /// <summary>What was told of those that fire; a message tells of those known already, too.</summary>
    private static Dictionary<string, FailureKind> Causes(NotificationGroup group, Alert[] told)
    {
        var causes = group.ToldCauses.Where(cause => group.NotifiedAlertIds.Contains(cause.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
        foreach (var alert in told)
        {
            if (alert.FailureKind is { } kind)
                causes[alert.Id] = kind;
        }

        return causes;
    }

    /// <summary>Only what changed goes on the timeline: not once for every look.</summary>
    private static (Dictionary<string, string> Held, List<AlertEvent> Events) Holds(GroupLook look, Alert[] firing, HashSet<string> told)
    {
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        var events = new List<AlertEvent>();
        foreach (var alert in firing)
        {
            // A channel that the rule does not name has no part in what it was never told.
            if (!look.IsNamed && !told.Contains(alert.Id))
                continue;
            var before = look.Group.HeldBack.GetValueOrDefault(alert.Id);
            if (look.HeldBack.TryGetValue(alert.Id, out var hold))
            {
                held[alert.Id] = hold.ToString();
                if (before is null)
                {
                    var kind = hold.Kind == SuppressionKind.Silence ? AlertEventKind.Silenced : AlertEventKind.Suppressed;
                    events.Add(new AlertEvent(alert.Id, look.Now, kind, look.Group.ChannelId, hold.ToString()));
                }
            }
            else if (before is not null && !told.Contains(alert.Id))
            {
                events.Add(new AlertEvent(alert.Id, look.Now, AlertEventKind.Unsuppressed, look.Group.ChannelId, before));
            }
        }

        return (held, events);
    }

    private static DateTimeOffset? Next(GroupLook look, NotificationGroup group, DateTimeOffset? waitsUntil)
    {
        var next = waitsUntil;
        if (group.NotifiedAlertIds.Count > 0)
        {
            var repeat = !look.IsNamed ? HeldAgain : look.Rule?.RepeatInterval is { Ticks: > 0 } interval ? interval : Safety;
            next = Earlier(next, Later((group.LastNotifiedAt ?? look.Now) + repeat, look.Now + HeldAgain));
        }

        if (group.HeldBack.Count > 0)
        {
            var ends = look.HeldBack.Values.Where(hold => hold.Until > look.Now).Select(hold => hold.Until).Min();
            next = Earlier(next, Earlier(ends, look.Now + HeldAgain));
        }

        return next;
    }

    private static AlertSeverity Severity(Alert[] alerts) => alerts.Length == 0 ? AlertSeverity.Info : alerts.Max(alert => alert.Severity);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
