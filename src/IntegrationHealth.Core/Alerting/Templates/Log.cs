using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Templates;

internal static partial class Log
{
    [LoggerMessage(5301, LogLevel.Warning, "The template {Key} of channel {ChannelId} failed; the built-in text goes out instead", EventName = "TemplateFailed")]
    public static partial void TemplateFailed(ILogger logger, string channelId, string key, Exception exception);
}
