using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Checks.StatusFeeds;

internal static partial class Log
{
    [LoggerMessage(2003, LogLevel.Warning, "The status feed {Feed} could not be read ({Why}); what the vendor says of itself is unknown", EventName = "FeedUnreadable")]
    public static partial void FeedUnreadable(ILogger logger, string feed, string why, Exception? exception);
}
