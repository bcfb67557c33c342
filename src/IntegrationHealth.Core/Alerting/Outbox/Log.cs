using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Outbox;

internal static partial class Log
{
    [LoggerMessage(5101, LogLevel.Error, "Notifications could not be claimed; the next try follows in a second", EventName = "NotificationClaimFailed")]
    public static partial void ClaimFailed(ILogger logger, Exception exception);

    [LoggerMessage(5102, LogLevel.Error, "How {Count} notifications ended could not be recorded; it is tried again", EventName = "NotificationCompleteFailed")]
    public static partial void CompleteFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(5103, LogLevel.Error, "The host stopped before it was recorded how {Count} notifications ended; they go out again, with the same ids",
        EventName = "NotificationCompletionsGivenUp")]
    public static partial void CompletionsGivenUp(ILogger logger, int count);

    [LoggerMessage(5104, LogLevel.Warning, "How {Count} notifications ended was not recorded: another host has claimed them, and may have sent them again",
        EventName = "NotificationCompletionsRefused")]
    public static partial void CompletionsRefused(ILogger logger, int count);

    [LoggerMessage(5105, LogLevel.Error, "Notification {NotificationId} for channel {ChannelId} was given up at attempt {Attempt}: {Detail}",
        EventName = "NotificationGivenUp")]
    public static partial void GivenUp(ILogger logger, string notificationId, string channelId, int attempt, string detail);

    [LoggerMessage(5106, LogLevel.Error, "The channel type {Type} threw while it sent notification {NotificationId}; it is tried again",
        EventName = "ChannelThrew")]
    public static partial void ChannelThrew(ILogger logger, string type, string notificationId, Exception exception);

    [LoggerMessage(5107, LogLevel.Error, "Notification {NotificationId} could not be sent to channel {ChannelId}; it is tried again",
        EventName = "DeliveryFailed")]
    public static partial void DeliveryFailed(ILogger logger, string notificationId, string channelId, Exception exception);

    [LoggerMessage(5108, LogLevel.Warning, "Shadow mode (IntegrationHealth:Shadow=true): alerts are recorded, and nobody is told", EventName = "Shadowed")]
    public static partial void Shadowed(ILogger logger);

    [LoggerMessage(5109, LogLevel.Error, "That notification {NotificationId} was given up could not be told on other channels", EventName = "GivenUpNotTold")]
    public static partial void GivenUpNotTold(ILogger logger, string notificationId, Exception exception);

    [LoggerMessage(5110, LogLevel.Warning, "Channel {ChannelId} is not known to this host; what waits for it is left to hosts that know it, and given up {Limit} after it was made",
        EventName = "ChannelUnknown")]
    public static partial void ChannelUnknown(ILogger logger, string channelId, TimeSpan limit);

    [LoggerMessage(5111, LogLevel.Error, "The host's code failed to make a link ({Source}); the notification goes out without it", EventName = "LinkFailed")]
    public static partial void LinkFailed(ILogger logger, string source, Exception exception);
}
