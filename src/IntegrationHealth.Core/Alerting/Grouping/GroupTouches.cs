using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Grouping;

/// <summary>Which groups may have something to say after alerts have changed. Pure.</summary>
internal static class GroupTouches
{
    public static IReadOnlyList<GroupTouch> For(IReadOnlyList<AlertChange> changes, IReadOnlyList<Alert> before, ConfiguredAlerting configured)
    {
        List<GroupTouch>? touches = null;
        foreach (var change in changes)
        {
            if (change.After is not { } after || !IsWorthALook(change, after, before))
                continue;
            foreach (var channelId in configured.ChannelsOf(after))
            {
                (touches ??= []).Add(new GroupTouch(
                    AlertIds.GroupOnChannel(after.Group, channelId), after.Group, after.RuleId, channelId, DueAt(after, configured)));
            }
        }

        return touches is null ? [] : touches;
    }

    private static bool IsWorthALook(AlertChange change, Alert after, IReadOnlyList<Alert> before)
    {
        if (after.State is AlertState.Resolved)
            return after.ClearedAt is null;
        if (!after.IsFiring)
            return false;
        foreach (var alert in before)
        {
            if (alert.Id == change.AlertId)
                return IsBack(after, alert) || after.AcknowledgementEndedAt != alert.AcknowledgementEndedAt;
        }

        return after.State == AlertState.Firing;
    }

    /// <summary>It fires, and did not: a look while it recovered passed it over, and one that was told already says nothing of it again.</summary>
    private static bool IsBack(Alert after, Alert before) => after.State == AlertState.Firing && before.State != AlertState.Firing;

    /// <summary>What fires gathers others first, and is due from its relapse on where that came later; what is over is looked at once, and told when the group's turn comes.</summary>
    private static DateTimeOffset DueAt(Alert after, ConfiguredAlerting configured)
    {
        if (after.State == AlertState.Resolved)
            return after.ResolvedAt!.Value;
        var gathered = after.FiredAt!.Value + (configured.Rules.Find(after.RuleId)?.Rule.GroupWait ?? TimeSpan.Zero);
        // Before it fired: the clock was set back since.
        return after.Since.At > gathered || after.Since.At < after.FiredAt ? after.Since.At : gathered;
    }
}
