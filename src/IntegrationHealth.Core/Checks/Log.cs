using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Checks;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Error, "The checker of {Provider} threw while checking {IntegrationId}; it must answer a result instead",
        EventName = "CheckerThrew")]
    public static partial void CheckerThrew(ILogger logger, string integrationId, string provider, Exception exception);

    [LoggerMessage(2002, LogLevel.Error,
        "The checker of {Provider} did not stop when the time of {IntegrationId} was over; it must observe its cancellation token",
        EventName = "CheckerDidNotStop")]
    public static partial void CheckerDidNotStop(ILogger logger, string integrationId, string provider);
}
