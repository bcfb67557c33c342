using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Escalation;

/// <summary>
/// Takes the escalation steps that are due. The step, its notification and the alert's progress are one transaction, fenced by the alert's
/// version: an acknowledgement that came first wins, and a step is taken once however often the host restarts.
/// </summary>
internal sealed class EscalationRunner(
    IAlertStore store, AlertConfiguration configuration, AlertBook book, Suppressions suppressions, NotificationComposer composer,
    AlertPublisher publisher, ILogger<EscalationRunner> logger)
{
    /// <returns>How many notifications were put into the outbox.</returns>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Alert[] due = [.. book.ListOpen().Where(alert => alert is { IsFiring: true, Acknowledged: null, Escalation: { } next } && next.DueAt <= now)];
        if (due.Length == 0)
            return 0;

        var made = 0;
        var context = suppressions.Gather(now);
        // Alerts of one rule at the same step are told together: a storm does not escalate a thousand times.
        foreach (var together in due.GroupBy(alert => (alert.RuleId, alert.Escalation!.PolicyId, alert.Escalation.Step, alert.Escalation.Round)))
        {
            Alert[] free = [.. together.Where(alert => SuppressionEvaluator.Evaluate(alert, context, now).Count == 0)];
            if (free.Length > 0)
                made += await TakeStepAsync(together.Key.PolicyId, together.Key.Step, free, now, cancellationToken);
        }

        return made;
    }

    private async Task<int> TakeStepAsync(string policyId, int index, Alert[] alerts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var policy = configuration.Current.Policies.GetValueOrDefault(policyId)?.Value;
        if (policy is null || index >= policy.Steps.Count)
        {
            foreach (var alert in alerts)
                Log.EscalationPolicyGone(logger, alert.Id, policyId);
            await CommitAsync([.. alerts.Select(alert => Advance(alert, null, now, "The escalation policy is gone."))], [], cancellationToken);
            return 0;
        }

        var step = policy.Steps[index];
        Alert[] after = [.. alerts.Select(alert => alert with { Escalation = Next(policy, alert.Escalation!, now), Version = alert.Version + 1 })];
        Notification[] notifications = [.. step.ChannelIds.Distinct(StringComparer.Ordinal).Where(configuration.Current.Channels.ContainsKey)
            .Select(channelId => Compose(channelId, policy, index, alerts[0], after, now))];
        AlertChange[] changes = [.. alerts.Zip(after, (alert, advanced) => new AlertChange(alert.Id, alert.Version, advanced,
            [.. step.ChannelIds.Select(channelId => new AlertEvent(alert.Id, now, AlertEventKind.Escalated, channelId, $"{policy.Name}, step {index + 1}"))]))];
        return await CommitAsync(changes, notifications, cancellationToken) ? notifications.Length : 0;
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

    private async Task<bool> CommitAsync(AlertChange[] changes, Notification[] notifications, CancellationToken cancellationToken)
    {
        if (await store.CommitAsync(new AlertCommit { Alerts = changes, Notifications = notifications }, cancellationToken))
        {
            publisher.Committed(changes);
            return true;
        }

        Log.ChangesRefused(logger, changes.Length);
        return false;
    }
}
