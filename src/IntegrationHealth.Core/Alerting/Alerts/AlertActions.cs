using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Alerts;

/// <summary>What people do about alerts. Each act is one transaction with what it tells.</summary>
internal sealed class AlertActions(
    IAlertStore store, AlertCommitter committer, AlertConfiguration configuration, NotificationComposer composer, AlertPublisher publisher, TimeProvider time)
{
    /// <summary>Tries of one act, each from what is stored then: others may change the alert meanwhile.</summary>
    private const int Tries = 10;

    /// <summary>Takes the alert on: its escalation ends, nothing is repeated, and those who were told learn of it.</summary>
    public Task<AlertActionResult> AcknowledgeAsync(string id, string by, string? comment, CancellationToken cancellationToken) =>
        ActAsync(id, alert => alert.Acknowledged is not null ? null : alert with { Acknowledged = Acknowledgement(alert, by, comment), Escalation = null },
            AlertEventKind.Acknowledged, NotificationReason.Acknowledged, comment is null ? by : $"{by}: {comment}", cancellationToken);

    /// <summary>Ends the alert. While its conditions go on holding it does not fire again; after they were clear it may.</summary>
    public Task<AlertActionResult> ResolveAsync(string id, string by, string? comment, CancellationToken cancellationToken) =>
        ActAsync(id, alert => alert with
        {
            State = AlertState.Resolved,
            ResolvedAt = time.GetUtcNow(),
            ResolvedReason = ResolvedReason.Manual,
            RecoveringSince = null,
            Escalation = null,
        }, AlertEventKind.Resolved, null, comment is null ? by : $"{by}: {comment}", cancellationToken);

    private Acknowledgement Acknowledgement(Alert alert, string by, string? comment)
    {
        var now = time.GetUtcNow();
        var timeout = configuration.Current.AllRules.GetValueOrDefault(alert.RuleId)?.Value.AcknowledgeTimeout ?? TimeSpan.Zero;
        return new Acknowledgement(by, now, comment, timeout > TimeSpan.Zero ? now + timeout : null);
    }

    private async Task<AlertActionResult> ActAsync(
        string id, Func<Alert, Alert?> act, AlertEventKind kind, NotificationReason? tell, string detail, CancellationToken cancellationToken)
    {
        for (var tried = 0; tried < Tries; tried++)
        {
            if ((await store.GetAsync([id], cancellationToken)) is not [var alert])
                return new AlertActionResult(AlertActionStatus.NotFound, null);
            if (alert.State is AlertState.Resolved or AlertState.Pending)
                return new AlertActionResult(alert.State == AlertState.Resolved ? AlertActionStatus.AlreadyResolved : AlertActionStatus.NotFiring, alert);
            if (act(alert) is not { } acted)
                return new AlertActionResult(AlertActionStatus.Done, alert);

            var after = acted with { Version = alert.Version + 1 };
            var now = time.GetUtcNow();
            var groups = await store.ListGroupsAsync([alert.Group], cancellationToken);
            var commit = new AlertCommit
            {
                Alerts = [new AlertChange(id, alert.Version, after, [new AlertEvent(id, now, kind, Detail: detail)])],
                Touches = after.State == AlertState.Resolved
                    ? [.. groups.Select(group => new GroupTouch(group.Key, group.AlertGroup, group.RuleId, group.ChannelId, now))]
                    : [],
                Notifications = tell is { } reason ? [.. groups.Where(Knows).Select(group => Compose(group, reason, after, now))] : [],
            };
            if (!await committer.CommitAsync(commit, cancellationToken))
                continue;
            publisher.Committed(commit.Alerts);
            return new AlertActionResult(AlertActionStatus.Done, after);
        }

        return new AlertActionResult(AlertActionStatus.Busy, null);

        bool Knows(NotificationGroup group) => group.NotifiedAlertIds.Contains(id, StringComparer.Ordinal);
    }

    private Notification Compose(NotificationGroup group, NotificationReason reason, Alert alert, DateTimeOffset now)
    {
        var notificationId = AlertIds.Notification($"{group.Key}/{reason}/{alert.Id}", alert.Version, now);
        return new Notification(notificationId, group.ChannelId, group.Key, now,
            composer.Compose(notificationId, reason, group.Key, group.ChannelId, [alert], [], now));
    }
}

/// <summary>How a person's act ended.</summary>
internal sealed record AlertActionResult(AlertActionStatus Status, Alert? Alert);

internal enum AlertActionStatus
{
    Done,
    NotFound,
    NotFiring,
    AlreadyResolved,
    Busy,
}
