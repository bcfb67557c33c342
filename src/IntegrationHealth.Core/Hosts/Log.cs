using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Hosts;

internal static partial class Log
{
    [LoggerMessage(9001, LogLevel.Warning, "The other hosts could not be told of {Count} changes; they learn of them when the channel works again",
        EventName = "NewsNotSent")]
    public static partial void NewsNotSent(ILogger logger, int count, Exception exception);

    [LoggerMessage(9002, LogLevel.Warning, "What other hosts told could not be taken in; everything is read from storage instead", EventName = "NewsNotTaken")]
    public static partial void NewsNotTaken(ILogger logger, Exception exception);

    [LoggerMessage(9003, LogLevel.Warning, "This host could not be reported to the others; it goes on working", EventName = "ReportFailed")]
    public static partial void ReportFailed(ILogger logger, Exception exception);

    [LoggerMessage(9004, LogLevel.Error, "This host does not hear what other hosts change; it tries again in 2 s, and reads everything then", EventName = "NewsNotHeard")]
    public static partial void NewsNotHeard(ILogger logger, Exception exception);

    [LoggerMessage(9005, LogLevel.Warning,
        "The clock of host {Host} is at least {Seconds:0.0} s ahead of this host's: checks come at uneven intervals until the clocks agree within a second", EventName = "ClocksApart")]
    public static partial void ClocksApart(ILogger logger, string host, double seconds);
}
