using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Caching;

internal static partial class Log
{
    [LoggerMessage(8101, LogLevel.Warning, "Storage does not answer reads; what is known is shown, marked as stale", EventName = "StorageIsAway")]
    public static partial void StorageIsAway(ILogger logger, Exception exception);

    [LoggerMessage(8102, LogLevel.Information, "Storage answers reads again", EventName = "StorageIsBack")]
    public static partial void StorageIsBack(ILogger logger);

    [LoggerMessage(8103, LogLevel.Debug, "The numbers of the overview could not be read ahead; the first who asks reads them", EventName = "CacheNotWarmed")]
    public static partial void CacheNotWarmed(ILogger logger, Exception exception);
}
