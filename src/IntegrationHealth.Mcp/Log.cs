using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Mcp;

internal static partial class Log
{
    [LoggerMessage(2501, LogLevel.Warning, "The status source of MCP servers failed for integration {IntegrationId}; the check's own diagnosis stands.",
        EventName = "ServerStatusFailed")]
    public static partial void ServerStatusFailed(ILogger logger, string integrationId, Exception exception);
}
