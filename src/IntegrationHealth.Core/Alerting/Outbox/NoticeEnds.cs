using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>Ends the notices whose cause is seen to be gone from what is configured: a rule that was edited, a channel that is on again. The leader asks.</summary>
internal sealed class NoticeEnds(AlertConfiguration configuration, OperationalNotices notices)
{
    /// <summary>What lasts is told once a day: one that nobody has told for two is over, as its hosts are.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(2);

    public async Task EndAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        StoredNotice[] over = [.. configuration.Notices.Where(notice => IsOver(notice, now))];
        foreach (var notice in over)
            await notices.EndAsync(notice, now, cancellationToken);
        if (over.Length > 0)
            await configuration.RefreshAsync(cancellationToken);
    }

    private bool IsOver(StoredNotice stored, DateTimeOffset now) => stored.Notice.RuleId switch
    {
        RuleFaultNotices.Id => now - stored.At > Forgotten || IsEdited(stored.Notice),
        ChannelSupervisor.NoticeId => IsOnAgain(stored.Notice.Id),
        GivenUpNotices.NoticeId => now - stored.At >= GivenUpNotices.Once(stored.Notice.Id) && Delivers(stored.Notice.Id),
        _ => false,
    };

    private bool IsEdited(OperationalNotice notice)
    {
        if (configuration.Unreadable.Any(document => document.Kind == ConfigurationKind.Rule && document.Id == notice.Id))
            return false;
        return configuration.Current.Rules.Find(notice.Id) is null || RuleFaultNotices.MarkOf(configuration.Current, notice.Id) != notice.Mark;
    }

    private bool IsOnAgain(string channelId) => !configuration.Current.Channels.TryGetValue(channelId, out var channel)
        || (channel.Value is { Enabled: true, DisabledReason: null } && !IsSwitchedOff(channelId));

    /// <summary>Something was delivered since it last failed; or the channel is gone.</summary>
    private bool Delivers(string channelId) => !configuration.Current.Channels.TryGetValue(channelId, out var channel)
        || (channel.Value.DisabledReason is null && !configuration.ChannelHealth.ContainsKey(channelId));

    private bool IsSwitchedOff(string channelId) => configuration.ChannelHealth.GetValueOrDefault(channelId)?.DisabledReason is not null;
}
