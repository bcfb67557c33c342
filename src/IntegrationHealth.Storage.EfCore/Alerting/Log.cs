using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Alerting;

internal static partial class Log
{
    [LoggerMessage(5401, LogLevel.Error, "The notification {Id} cannot be read from storage; it is given up", EventName = "NotificationUnreadable")]
    public static partial void NotificationUnreadable(ILogger logger, string id, Exception exception);

    [LoggerMessage(5402, LogLevel.Error, "The alert {Id} cannot be read from storage; it ends with what is known of it, and its rule is judged afresh",
        EventName = "AlertUnreadable")]
    public static partial void AlertUnreadable(ILogger logger, string id, Exception exception);

    [LoggerMessage(5403, LogLevel.Error, "The notification group {Key} cannot be read from storage; its channel is told again of what fires",
        EventName = "NotificationGroupUnreadable")]
    public static partial void GroupUnreadable(ILogger logger, string key, Exception exception);
}
