using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Realtime;

internal static partial class Log
{
    [LoggerMessage(6001, LogLevel.Warning, "News of {Count} changes was dropped: subscribers are too slow", EventName = "NewsDropped")]
    public static partial void NewsDropped(ILogger logger, int count);

    [LoggerMessage(6002, LogLevel.Error, "{Subscriber} threw while it was told of changes; the others are told all the same",
        EventName = "SubscriberThrew")]
    public static partial void SubscriberThrew(ILogger logger, string subscriber, Exception exception);
}
