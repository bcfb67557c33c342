using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Scheduling;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Error, "Due integrations could not be claimed; the next try follows in a second", EventName = "ClaimFailed")]
    public static partial void ClaimFailed(ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "The check of {IntegrationId} broke off; it is due again when its lease ends", EventName = "CheckFailed")]
    public static partial void CheckFailed(ILogger logger, string integrationId, Exception exception);
}
