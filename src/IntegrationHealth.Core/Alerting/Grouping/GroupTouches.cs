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
                return (after.State == AlertState.Firing && !alert.IsFiring) || after.AcknowledgementEndedAt != alert.AcknowledgementEndedAt;
        }

        return after.State == AlertState.Firing;
    }

    /// <summary>What fires gathers others first; what is over is looked at once, and told when the group's turn comes.</summary>
    private static DateTimeOffset DueAt(Alert after, ConfiguredAlerting configured) => after.State == AlertState.Resolved
        ? after.ResolvedAt!.Value
        : after.FiredAt!.Value + (configured.Rules.Find(after.RuleId)?.Rule.GroupWait ?? TimeSpan.Zero);
}
