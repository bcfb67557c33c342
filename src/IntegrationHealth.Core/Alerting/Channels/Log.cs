using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Channels;

internal static partial class Log
{
    [LoggerMessage(5203, LogLevel.Error, "Channel {ChannelId} was switched off: {Reason}", EventName = "ChannelSwitchedOff")]
    public static partial void ChannelSwitchedOff(ILogger logger, string channelId, string reason);

    [LoggerMessage(5204, LogLevel.Information, "Channel {ChannelId} works again after {Duration}", EventName = "ChannelRecovered")]
    public static partial void ChannelRecovered(ILogger logger, string channelId, TimeSpan duration);

    [LoggerMessage(5205, LogLevel.Warning, "Channel {ChannelId} fails: {Detail}", EventName = "ChannelFails")]
    public static partial void ChannelFails(ILogger logger, string channelId, string detail);

    [LoggerMessage(5206, LogLevel.Error, "How channel {ChannelId} fares could not be recorded", EventName = "ChannelSupervisionFailed")]
    public static partial void SupervisionFailed(ILogger logger, string channelId, Exception exception);

    [LoggerMessage(5207, LogLevel.Warning, "The text of {NotificationId} for channel {ChannelId} has {Length} characters; {Limit} are sent. Shorten its template",
        EventName = "TextCut")]
    public static partial void TextCut(ILogger logger, string notificationId, string channelId, int length, int limit);
}
