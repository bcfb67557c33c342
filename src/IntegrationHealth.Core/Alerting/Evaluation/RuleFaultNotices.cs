using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>
/// Tells operators of a rule that cannot be judged or read: nobody hears from it meanwhile, and silence looks like health. The rule's own channels are told,
/// or all of them when it names none; once a day while it lasts.
/// </summary>
internal sealed class RuleFaultNotices(
    RuleFaults faults, AlertConfiguration configuration, ChannelDirectory channels, ChannelSupervisor supervisor, IAlertStore store, OutboxSignal signal,
    ILogger<RuleFaultNotices> logger)
{
    /// <summary>Failures in a row, for one integration or provider, after which operators are told. A single one may be a moment of an edit.</summary>
    public const int After = 3;

    private static readonly TimeSpan Once = TimeSpan.FromDays(1);

    /// <summary>Rules that were told of, and when. On this host: others that tell of the same make the same notifications.</summary>
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    /// <summary>Puts what was not told yet into the outbox.</summary>
    public async Task TellAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lasting = faults.ListLasting(After);
        if (lasting.Count == 0)
        {
            _told.Clear();
            return;
        }

        foreach (var mended in _told.Keys.Except(lasting.Select(fault => fault.RuleId), StringComparer.Ordinal).ToArray())
            _told.Remove(mended);
        foreach (var fault in lasting.Where(fault => !_told.TryGetValue(fault.RuleId, out var at) || now - at >= Once))
        {
            Notification[] told = [.. ChannelsOf(fault).Select(channelId => NoticeOf(fault).For(channelId, now))];
            if (told.Length > 0 && !await store.CommitAsync(new AlertCommit { Notifications = told }, cancellationToken))
                continue; // It is tried again with the next tick.
            _told[fault.RuleId] = now;
            Log.RuleFaultTold(logger, fault.RuleId, told.Length, fault.Reason);
            signal.Raise();
        }
    }

    private IEnumerable<string> ChannelsOf(RuleFault fault)
    {
        var open = channels.All.Where(channel => channel.Enabled && !supervisor.IsOff(channel)).Select(channel => channel.Id);
        return configuration.Current.AllRules.GetValueOrDefault(fault.RuleId)?.Value is { ChannelIds.Count: > 0 } rule
            ? open.Intersect(rule.ChannelIds, StringComparer.Ordinal)
            : open;
    }

    private static OperationalNotice NoticeOf(RuleFault fault) => new(
        "alert-rule-fault", fault.Kind == RuleFaultKind.Unreadable ? "Alert rule cannot be read" : "Alert rule cannot be judged",
        "alert-rule", fault.RuleId, fault.RuleName ?? fault.RuleId,
        fault.Kind == RuleFaultKind.Unreadable
            ? $"The rule '{fault.RuleId}' has no effect: what is stored of it cannot be read. {Reason(fault)} Save it anew or remove it."
            : $"The rule '{fault.RuleName}' tells nobody anything for {Subjects(fault.Subjects)}: judging it fails. {Reason(fault)} Repair or remove it.",
        Once);

    private static string Reason(RuleFault fault) => NotificationText.Shorten(fault.Reason, 500);

    private static string Subjects(int count) => count == 1 ? "one integration or provider" : $"{count} integrations or providers";
}
