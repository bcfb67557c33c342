using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Alerting.Preview;

/// <summary>The groups of one rule on one channel, replayed: how often the channel would have been told.</summary>
internal sealed class GroupReplay(AlertRule rule)
{
    private readonly Dictionary<string, Replayed> _groups = new(StringComparer.Ordinal);
    private readonly ChannelSchedule _schedule = new(null);

    public int Notifications { get; private set; }

    /// <summary>An alert fired, changed, or ended.</summary>
    public void Apply(Alert alert, DateTimeOffset now)
    {
        if (!_groups.TryGetValue(alert.Group, out var replayed))
        {
            _groups.Add(alert.Group, replayed = new Replayed(new NotificationGroup
            {
                Key = alert.Group,
                AlertGroup = alert.Group,
                RuleId = rule.Id,
                ChannelId = "preview",
            }));
        }

        if (alert.State == AlertState.Resolved)
        {
            replayed.Open.Remove(alert.Id);
            replayed.Ended[alert.Id] = alert;
        }
        else
        {
            replayed.Open[alert.Id] = alert;
        }

        var due = alert.State == AlertState.Resolved || alert.FiredAt + rule.GroupWait < now ? now : alert.FiredAt!.Value + rule.GroupWait;
        if (replayed.Group.DueAt is not { } present || due < present)
            replayed.Group = replayed.Group with { DueAt = due };
    }

    /// <summary>Flushes what comes due until then, each at its own time.</summary>
    public void FlushUntil(DateTimeOffset until)
    {
        foreach (var replayed in _groups.Values)
        {
            while (replayed.Group.DueAt is { } due && due <= until)
                Flush(replayed, due);
        }
    }

    private void Flush(Replayed replayed, DateTimeOffset now)
    {
        var told = replayed.Group.NotifiedAlertIds;
        Alert[] ended = [.. told.Select(id => replayed.Ended.GetValueOrDefault(id)).OfType<Alert>()];
        var look = new GroupLook(replayed.Group, rule, [.. replayed.Open.Values], ended, HoldsOf(replayed, now), true, _schedule, now);
        var decision = GroupFlush.Decide(look);
        Notifications += decision.Reason is null ? 0 : 1;
        replayed.Group = decision.Group;
        foreach (var id in replayed.Ended.Keys.Where(id => !decision.Group.NotifiedAlertIds.Contains(id, StringComparer.Ordinal)).ToArray())
            replayed.Ended.Remove(id);
    }

    /// <summary>The cooldown is part of the rule; whatever else holds notifications back is not.</summary>
    private Dictionary<string, Suppression> HoldsOf(Replayed replayed, DateTimeOffset now)
    {
        var held = new Dictionary<string, Suppression>(StringComparer.Ordinal);
        if (rule.Cooldown == TimeSpan.Zero)
            return held;
        foreach (var alert in replayed.Open.Values.Where(alert => !replayed.Group.NotifiedAlertIds.Contains(alert.Id, StringComparer.Ordinal)))
        {
            if (replayed.Group.LastToldAt.TryGetValue(alert.Fingerprint, out var told) && told + rule.Cooldown > now)
                held.Add(alert.Id, new Suppression(SuppressionKind.Cooldown, "", told + rule.Cooldown));
        }

        return held;
    }

    private sealed class Replayed(NotificationGroup group)
    {
        public NotificationGroup Group { get; set; } = group;

        public Dictionary<string, Alert> Open { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Alert> Ended { get; } = new(StringComparer.Ordinal);
    }
}
