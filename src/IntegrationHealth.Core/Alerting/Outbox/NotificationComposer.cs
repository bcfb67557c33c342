using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>Makes messages: which alerts, in which order, with which links.</summary>
internal sealed class NotificationComposer(
    IntegrationRegistry registry, IAlertLinks links, TimeProvider time, ILogger<NotificationComposer> logger, IRecoveryLinks? recovery = null)
{
    /// <summary>Most alerts of one message; how many more there are is said.</summary>
    public const int MaxAlerts = 50;

    private readonly RecurringFaults _faults = new(time);

    public NotificationMessage Compose(
        string id, NotificationReason reason, string groupKey, string channelId, IReadOnlyList<Alert> news, IReadOnlyList<Alert> others, DateTimeOffset now)
    {
        Alert[] all = [.. Ordered(news), .. Ordered(others)];
        var ownerId = OwnerChannels.OwnerOf(channelId);
        var isNews = news.Select(alert => alert.Id).ToHashSet(StringComparer.Ordinal);
        return new NotificationMessage
        {
            Id = id,
            Type = TypeOf(reason, all),
            Reason = reason,
            Timestamp = now,
            RuleName = all.Length > 0 ? all[0].RuleName : "",
            Severity = all.Length > 0 ? all.Max(alert => alert.Severity) : AlertSeverity.Info,
            GroupKey = groupKey,
            OwnerId = ownerId,
            Alerts = [.. all.Take(MaxAlerts).Select(alert => Told(alert, isNews.Contains(alert.Id), toOperators: ownerId is null))],
            Truncated = Math.Max(0, all.Length - MaxAlerts),
        };
    }

    private static IEnumerable<Alert> Ordered(IReadOnlyList<Alert> alerts) => alerts
        .OrderBy(alert => alert.State == AlertState.Resolved).ThenByDescending(alert => alert.Severity).ThenBy(alert => alert.FiredAt)
        .ThenBy(alert => alert.Id, StringComparer.Ordinal);

    private static NotificationType TypeOf(NotificationReason reason, Alert[] alerts) => reason switch
    {
        NotificationReason.Test => NotificationType.Test,
        NotificationReason.Acknowledged => NotificationType.Acknowledged,
        _ => Array.Exists(alerts, alert => alert.State != AlertState.Resolved) ? NotificationType.Firing : NotificationType.Resolved,
    };

    /// <summary>Whoever holds a link to acknowledge or resolve may do so, and that is the operators' part: an owner is given the repair alone.</summary>
    private NotificationAlert Told(Alert alert, bool isNews, bool toOperators)
    {
        var told = new NotificationAlert { Alert = alert, IsNews = isNews };
        if (alert.State == AlertState.Resolved)
            return told;
        if (toOperators)
        {
            told = told with
            {
                AcknowledgeUrl = alert.Acknowledged is null ? Link(nameof(IAlertLinks), () => links.Acknowledge(alert)) : null,
                ResolveUrl = Link(nameof(IAlertLinks), () => links.Resolve(alert)),
            };
        }

        if (alert.IntegrationId is null || !registry.TryGet(alert.IntegrationId, out var monitored) || monitored.Snapshot.Failure is not { } failure)
            return told;
        return told with
        {
            Action = failure.Action,
            ActionUrl = failure.Action == RecoveryAction.None ? null : Link(nameof(IRecoveryLinks), () => recovery?.GetUrl(monitored.Integration, failure.Action)),
            DocsUrl = failure.DocsUrl,
        };
    }

    /// <summary>Links are made by the host's code. A notification without them says what is wrong all the same; one that is not made says nothing.</summary>
    private string? Link(string source, Func<string?> make)
    {
        try
        {
            return make();
        }
        catch (Exception exception)
        {
            if (_faults.IsNews(source))
                Log.LinkFailed(logger, source, exception);
            return null;
        }
    }
}
