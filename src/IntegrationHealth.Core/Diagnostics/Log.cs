using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(8001, LogLevel.Warning, "The queue, storage or outbox did not answer when it was asked how it is", EventName = "PartDidNotAnswer")]
    public static partial void PartDidNotAnswer(ILogger logger, Exception exception);
}
