using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Escalation;

/// <summary>
/// Takes the escalation steps that are due. The step, its notification, what its channels know by it and the alert's progress are one
/// transaction, fenced by the alert's version: an acknowledgement that came first wins, and a step is taken once however often the host restarts.
/// </summary>
internal sealed class EscalationRunner(
    IAlertStore store, AlertCommitter committer, AlertConfiguration configuration, AlertBook book, Suppressions suppressions,
    NotificationComposer composer, AlertPublisher publisher, ILogger<EscalationRunner> logger)
{
    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Alert[] due = [.. book.ListOpen().Where(alert => alert is { IsFiring: true, Acknowledged: null, Escalation: { } next } && next.DueAt <= now)];
        if (due.Length == 0)
            return;

        var context = suppressions.Gather(now);
        var hearing = new Hearing(store, context, now);
        // Alerts of one group at the same step are told together: a storm does not escalate a thousand times, and who is told of a group
        // learns of its end as of one.
        foreach (var together in due.GroupBy(alert => (alert.Group, alert.Escalation!.PolicyId, alert.Escalation.Step, alert.Escalation.Round)))
        {
            var step = configuration.Current.Policies.GetValueOrDefault(together.Key.PolicyId)?.Value.Steps.ElementAtOrDefault(together.Key.Step);
            var free = new List<Alert>();
            foreach (var alert in together)
            {
                if (SuppressionEvaluator.OfPeople(alert, context, now).Count == 0 && !await IsExplainedAsync(alert, step, hearing, cancellationToken))
                    free.Add(alert);
            }

            if (free.Count > 0)
                await TakeStepAsync(together.Key.PolicyId, together.Key.Step, [.. free], now, cancellationToken);
        }
    }

    /// <summary>True when everybody whom the step tells hears of an outage that explains the alert.</summary>
    private static async ValueTask<bool> IsExplainedAsync(Alert alert, EscalationStep? step, Hearing hearing, CancellationToken cancellationToken)
    {
        foreach (var channelId in step?.ChannelIds ?? [])
        {
            if (await hearing.OutageAsync(channelId, alert, cancellationToken) is null)
                return false;
        }

        return step is { ChannelIds.Count: > 0 };
    }

    private async Task TakeStepAsync(string policyId, int index, Alert[] alerts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var current = configuration.Current;
        var policy = current.Policies.GetValueOrDefault(policyId)?.Value;
        if (policy is null && current.HasUnreadable(ConfigurationKind.EscalationPolicy, policyId))
            return;
        if (policy is null || index >= policy.Steps.Count)
        {
            foreach (var alert in alerts)
                Log.EscalationPolicyGone(logger, alert.Id, policyId);
            await CommitAsync(new AlertCommit { Alerts = [.. alerts.Select(alert => Advance(alert, null, now, "The escalation policy is gone."))] }, cancellationToken);
            return;
        }

        var step = policy.Steps[index];
        Alert[] after = [.. alerts.Select(alert => alert with { Escalation = Next(policy, alert.Escalation!, now), Version = alert.Version + 1 })];
        // One that this host does not know may be known to others: what is told there waits for them.
        string[] channelIds = [.. step.ChannelIds.Distinct(StringComparer.Ordinal)];
        var groups = await store.ListGroupsAsync([alerts[0].Group], cancellationToken);
        Notification[] notifications = [.. channelIds.Select(channelId => Compose(channelId, policy, index, alerts[0], after, now))];
        AlertChange[] changes = [.. alerts.Zip(after, (alert, advanced) => new AlertChange(alert.Id, alert.Version, advanced,
            [.. step.ChannelIds.Select(channelId => new AlertEvent(alert.Id, now, AlertEventKind.Escalated, channelId, $"{policy.Name}, step {index + 1}"))]))];
        await CommitAsync(new AlertCommit
        {
            Alerts = changes,
            Groups = [.. channelIds.Select(channelId => Told(groups.FirstOrDefault(group => group.ChannelId == channelId), channelId, alerts, now))],
            Notifications = notifications,
        }, cancellationToken);
    }

    /// <summary>What the channel knows after the step: so it learns who takes the alert on, and that it is over, even where the rule does not name it.</summary>
    private static NotificationGroup Told(NotificationGroup? present, string channelId, Alert[] alerts, DateTimeOffset now)
    {
        var group = present ?? new NotificationGroup
        {
            Key = AlertIds.GroupOnChannel(alerts[0].Group, channelId),
            AlertGroup = alerts[0].Group,
            RuleId = alerts[0].RuleId,
            ChannelId = channelId,
        };
        return group with
        {
            DueAt = group.DueAt ?? now + GroupFlush.HeldAgain,
            LastNotifiedAt = now,
            NotifiedAlertIds = [.. group.NotifiedAlertIds.Union(alerts.Select(alert => alert.Id), StringComparer.Ordinal)],
            Version = group.Version + 1,
        };
    }

    /// <summary>The step after the present one; the first again while the policy repeats; null after the last.</summary>
    public static EscalationProgress? Next(EscalationPolicy policy, EscalationProgress present, DateTimeOffset now)
    {
        var (round, step) = present.Step + 1 < policy.Steps.Count ? (present.Round, present.Step + 1) : (present.Round + 1, 0);
        return round > policy.Repeat ? null : new EscalationProgress(policy.Id, round, step, now + policy.Steps[step].Delay);
    }

    private Notification Compose(
        string channelId, EscalationPolicy policy, int index, Alert first, IReadOnlyList<Alert> alerts, DateTimeOffset now)
    {
        // What the step tells is ordered with what else this channel is told of the group.
        var key = AlertIds.GroupOnChannel(first.Group, channelId);
        var id = AlertIds.Notification($"{key}/{policy.Id}/{index}/{first.Id}", first.Version, now);
        return new Notification(id, channelId, key, now, composer.Compose(id, NotificationReason.Escalation, key, channelId, alerts, [], now));
    }

    private static AlertChange Advance(Alert alert, EscalationProgress? next, DateTimeOffset now, string detail) => new(
        alert.Id, alert.Version, alert with { Escalation = next, Version = alert.Version + 1 },
        [new AlertEvent(alert.Id, now, AlertEventKind.Escalated, Detail: detail)]);

    private async Task CommitAsync(AlertCommit commit, CancellationToken cancellationToken)
    {
        if (await committer.CommitAsync(commit, cancellationToken))
            publisher.Committed(commit.Alerts);
        else
            Log.ChangesRefused(logger, commit.Alerts.Count);
    }
}
