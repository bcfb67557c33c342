using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Credentials;

internal static partial class Log
{
    [LoggerMessage(6601, LogLevel.Error,
        "The refreshed tokens of {IntegrationId} could not be stored; they are kept in memory and stored at the next chance, but are lost if this host stops before",
        EventName = "TokensNotStored")]
    public static partial void TokensNotStored(ILogger logger, string integrationId, Exception exception);
}
