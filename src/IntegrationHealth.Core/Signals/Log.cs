using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Signals;

internal static partial class Log
{
    [LoggerMessage(6501, LogLevel.Error, "What the application's calls said of {IntegrationId} could not be passed on; its next check is made as usual",
        EventName = "SignalLost")]
    public static partial void SignalLost(ILogger logger, string integrationId, Exception exception);
}
