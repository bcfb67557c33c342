using Microsoft.Extensions.Logging;

namespace IntegrationHealth.History;

internal static partial class Log
{
    [LoggerMessage(4101, LogLevel.Information, "{Rows} old rows of history were removed", EventName = "Pruned")]
    public static partial void Pruned(ILogger logger, long rows);

    [LoggerMessage(4102, LogLevel.Error, "The maintenance of history failed; the next try follows in an hour", EventName = "MaintenanceFailed")]
    public static partial void MaintenanceFailed(ILogger logger, Exception exception);
}
