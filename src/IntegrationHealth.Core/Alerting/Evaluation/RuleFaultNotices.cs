using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Outbox;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>
/// Tells operators of a rule that cannot be judged or read: nobody hears from it meanwhile, and silence looks like health. The rule's own channels are told,
/// or all of them when it names none; once a day while it lasts, and when it is over.
/// </summary>
internal sealed class RuleFaultNotices(
    RuleFaults faults, AlertConfiguration configuration, ChannelDirectory channels, ChannelSupervisor supervisor, OperationalNotices notices,
    ILogger<RuleFaultNotices> logger)
{
    /// <summary>Failures in a row, for one integration or provider, after which operators are told. A single one may be a moment of an edit.</summary>
    public const int After = 3;

    /// <summary>Names the notice.</summary>
    public const string Id = "alert-rule-fault";

    private static readonly TimeSpan Once = TimeSpan.FromDays(1);

    /// <summary>What this host noticed before its restart is over when it was not noticed again for so long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Rules that were told of, and when. On this host: others that tell of the same make the same notifications.</summary>
    private readonly Dictionary<string, (DateTimeOffset At, string Mark)> _told = new(StringComparer.Ordinal);

    /// <summary>Rules that this host told of before its restart.</summary>
    private HashSet<string>? _before;
    private DateTimeOffset _graceEnds;

    /// <summary>Puts what was not told yet into the outbox.</summary>
    public async Task TellAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lasting = faults.ListLasting(After);
        await EndAsync(lasting, now, cancellationToken);
        foreach (var fault in lasting)
        {
            var notice = NoticeOf(fault);
            if (_told.TryGetValue(fault.RuleId, out var told) && told.Mark == notice.Mark && now - told.At < Once)
                continue;
            string[] channelIds = [.. ChannelsOf(fault)];
            await notices.TellAsync(notice, channelIds, now, cancellationToken);
            _told[fault.RuleId] = (now, notice.Mark);
            Log.RuleFaultTold(logger, fault.RuleId, channelIds.Length, fault.Reason);
        }
    }

    /// <summary>What a rule is like that cannot be judged: edited, it is another. Empty for one that cannot be read.</summary>
    public static string MarkOf(ConfiguredAlerting configured, string ruleId) => configured.AllRules.TryGetValue(ruleId, out var rule)
        ? rule.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : "";

    private async Task EndAsync(IReadOnlyList<RuleFault> lasting, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_before is null)
        {
            _before = [.. configuration.Notices.Where(stored => stored.Notice.RuleId == Id && stored.Hosts.Contains(OperationalNotices.Host, StringComparer.Ordinal))
                .Select(stored => stored.Notice.Id)];
            _graceEnds = now + Grace;
        }

        foreach (var mended in _told.Keys.Except(lasting.Select(fault => fault.RuleId), StringComparer.Ordinal).ToArray())
        {
            await notices.LeaveAsync(Id, mended, now, cancellationToken);
            _told.Remove(mended);
        }

        if (_before.Count == 0 || now < _graceEnds)
            return;
        foreach (var mended in _before.Except(_told.Keys, StringComparer.Ordinal))
            await notices.LeaveAsync(Id, mended, now, cancellationToken);
        _before = [];
    }

    private IEnumerable<string> ChannelsOf(RuleFault fault)
    {
        var open = channels.All.Where(channel => channel.Enabled && !supervisor.IsOff(channel)).Select(channel => channel.Id);
        return configuration.Current.AllRules.GetValueOrDefault(fault.RuleId)?.Value is { ChannelIds.Count: > 0 } rule
            ? open.Intersect(rule.ChannelIds, StringComparer.Ordinal)
            : open;
    }

    private OperationalNotice NoticeOf(RuleFault fault) => new(
        Id, fault.Kind == RuleFaultKind.Unreadable ? "Alert rule cannot be read" : "Alert rule cannot be judged",
        "alert-rule", fault.RuleId, fault.RuleName ?? fault.RuleId,
        fault.Kind == RuleFaultKind.Unreadable
            ? $"The rule '{fault.RuleId}' has no effect: what is stored of it cannot be read. {Reason(fault)} Save it anew or remove it."
            : $"The rule '{fault.RuleName}' tells nobody anything for {Subjects(fault.Subjects)}: judging it fails. {Reason(fault)} Repair or remove it.",
        Once, MarkOf(configuration.Current, fault.RuleId));

    private static string Reason(RuleFault fault) => NotificationText.Shorten(fault.Reason, 500);

    private static string Subjects(int count) => count == 1 ? "one integration or provider" : $"{count} integrations or providers";
}
