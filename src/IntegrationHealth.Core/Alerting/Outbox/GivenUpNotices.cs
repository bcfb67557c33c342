using System.Collections.Concurrent;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Configuration;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>
/// Tells the other channels that a notification was given up: its group believes that it was told, and whoever waits for it hears nothing. Of one channel it
/// is told once an hour, of those of owners, all together, once a day; and of a notice that is given up itself nobody is told, so that none begets another.
/// </summary>
internal sealed class GivenUpNotices(
    AlertConfiguration configuration, ChannelSupervisor supervisor, OperationalNotices notices, TimeProvider time, ILogger<GivenUpNotices> logger)
{
    /// <summary>Names the notice.</summary>
    public const string NoticeId = "notification-given-up";

    /// <summary>Stands for the channels of all owners, of which there may be as many as there are people. No channel can have it as its id.</summary>
    public const string Owners = Notification.OwnerPrefix + "*";

    /// <summary>Longest time for which one notice speaks.</summary>
    private static readonly TimeSpan OnceOfOwners = TimeSpan.FromDays(1);

    private static readonly TimeSpan OnceOfChannel = TimeSpan.FromHours(1);

    /// <summary>When this host told of a channel. Others that tell of the same within the time make the same notifications.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _toldAt = new(StringComparer.Ordinal);

    /// <summary>For how long a notice about a channel, or about <see cref="Owners"/>, speaks.</summary>
    public static TimeSpan Once(string id) => id == Owners ? OnceOfOwners : OnceOfChannel;

    /// <summary>Tells of a notification that was given up. A fault of storage is logged: it must not cost the record of the attempt itself.</summary>
    public async Task TellAsync(Notification givenUp, string detail)
    {
        if (givenUp.Message.Reason == NotificationReason.Operational)
            return;
        var id = OwnerChannels.IsOwners(givenUp.ChannelId) ? Owners : givenUp.ChannelId;
        var (now, once) = (time.GetUtcNow(), Once(id));
        if (!IsDue(id, now, once))
            return;
        try
        {
            await notices.TellAsync(NoticeOf(id, givenUp, detail, once), supervisor.ListOthers(givenUp.ChannelId), now, CancellationToken.None);
        }
        catch (Exception exception)
        {
            _toldAt.TryRemove(id, out _);
            Log.GivenUpNotTold(logger, givenUp.Id, exception);
        }
    }

    /// <summary>Thousands may end at once: the first of them tells.</summary>
    private bool IsDue(string id, DateTimeOffset now, TimeSpan once) => _toldAt.TryGetValue(id, out var before)
        ? now - before >= once && _toldAt.TryUpdate(id, now, before)
        : _toldAt.TryAdd(id, now);

    private OperationalNotice NoticeOf(string id, Notification givenUp, string detail, TimeSpan once)
    {
        var name = id == Owners ? "Channels of owners" : configuration.Current.Channels.GetValueOrDefault(id)?.Value.Name ?? id;
        return new OperationalNotice(
            NoticeId, "Notification given up", "notification-channel", id, name,
            $"A notification for '{(id == Owners ? givenUp.ChannelId : name)}' was given up, and there may be more: "
                + $"{NotificationText.Shorten(NotificationText.Title(givenUp.Message), 200)}. {NotificationText.Shorten(detail, 500)} "
                + "Repair the channel, and replay what was given up.",
            once);
    }
}
