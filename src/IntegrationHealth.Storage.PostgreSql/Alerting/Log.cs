using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

internal static partial class Log
{
    [LoggerMessage(5411, LogLevel.Information, "The server broke off a commit of alerts at attempt {Attempt}, for another transaction's sake; it is tried again",
        EventName = "AlertCommitBrokenOff")]
    public static partial void CommitBrokenOff(ILogger logger, int attempt, Exception exception);
}
