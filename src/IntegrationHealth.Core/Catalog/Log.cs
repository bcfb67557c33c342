using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Catalog;

internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Error, "The stored integration {IntegrationId} is not watched: {Errors}", EventName = "StoredIntegrationIgnored")]
    public static partial void StoredIntegrationIgnored(ILogger logger, string integrationId, string errors);

    [LoggerMessage(102, LogLevel.Warning, "The integration {IntegrationId} from {Source} is not watched: {Errors}", EventName = "SourceIntegrationIgnored")]
    public static partial void SourceIntegrationIgnored(ILogger logger, string integrationId, string source, string errors);

    [LoggerMessage(103, LogLevel.Error, "{Source} could not be read or applied; the next try follows in {Seconds} s", EventName = "SourceFailed")]
    public static partial void SourceFailed(ILogger logger, string source, double seconds, Exception exception);

    [LoggerMessage(104, LogLevel.Information,
        "The stored integration {IntegrationId} is removed with its history: it is fixed no longer, or stands for another owner or provider now",
        EventName = "FixedIntegrationForgotten")]
    public static partial void FixedIntegrationForgotten(ILogger logger, string integrationId);

    [LoggerMessage(106, LogLevel.Warning, "The queue does not answer: this host starts without it, and checks begin when it is there", EventName = "QueueAwayAtStart")]
    public static partial void QueueAwayAtStart(ILogger logger, Exception exception);

    [LoggerMessage(105, LogLevel.Information, "{Count} integrations were read from storage again and added to the queue where they were missing",
        EventName = "QueueRestored")]
    public static partial void QueueRestored(ILogger logger, int count);

    [LoggerMessage(107, LogLevel.Warning, "The queue was not told of {Count} changed integrations; it is told when it answers again", EventName = "QueueNotTold")]
    public static partial void QueueNotTold(ILogger logger, int count, Exception exception);
}
