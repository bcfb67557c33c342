using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Alerting;

internal static partial class Log
{
    [LoggerMessage(5401, LogLevel.Error, "The notification {Id} cannot be read from storage; it is given up", EventName = "NotificationUnreadable")]
    public static partial void NotificationUnreadable(ILogger logger, string id, Exception exception);
}
