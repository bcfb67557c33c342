using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Sqlite.History;

internal static partial class Log
{
    [LoggerMessage(4112, LogLevel.Warning,
        "Checks and hours of integrations that were removed could not all be removed with them, as the database file took no changes; nobody can read them, and retention removes them with their age",
        EventName = "HistoryLeft")]
    public static partial void HistoryLeft(ILogger logger, Exception exception);
}
