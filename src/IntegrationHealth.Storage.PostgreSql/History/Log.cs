using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.PostgreSql.History;

internal static partial class Log
{
    [LoggerMessage(4110, LogLevel.Warning,
        "Retention could not drop the partition {Partition} within {Wait}, as a transaction still reads its table, such as a dump; results are stored meanwhile, and the next run "
        + "tries again. If this comes every hour, end the oldest transaction: select pid, xact_start, query from pg_stat_activity order by xact_start",
        EventName = "PartitionInUse")]
    public static partial void PartitionInUse(ILogger logger, string partition, string wait, Exception exception);

    [LoggerMessage(4111, LogLevel.Warning,
        "Days for which late results came were not folded again, as more such results came {Attempts} times meanwhile; they count in hours, and the next run folds them. If this comes every hour, "
        + "look for a host whose clock is behind: all that it stores is late",
        EventName = "LateDaysLeft")]
    public static partial void LateDaysLeft(ILogger logger, int attempts);
}
