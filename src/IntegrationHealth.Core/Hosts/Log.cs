using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Hosts;

internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Warning, "The other hosts could not be told of {Count} changes; they learn of them when the channel works again",
        EventName = "NewsNotSent")]
    public static partial void NewsNotSent(ILogger logger, int count, Exception exception);

    [LoggerMessage(7002, LogLevel.Warning, "What other hosts told could not be taken in; everything is read from storage instead", EventName = "NewsNotTaken")]
    public static partial void NewsNotTaken(ILogger logger, Exception exception);

    [LoggerMessage(7003, LogLevel.Warning, "This host could not be reported to the others; it goes on working", EventName = "ReportFailed")]
    public static partial void ReportFailed(ILogger logger, Exception exception);
}
