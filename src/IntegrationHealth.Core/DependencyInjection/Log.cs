using Microsoft.Extensions.Logging;

namespace IntegrationHealth.DependencyInjection;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Watching {Count} integrations, {Fixed} of them fixed in code or configuration", EventName = "Started")]
    public static partial void Started(ILogger logger, int count, int @fixed);

    [LoggerMessage(2, LogLevel.Warning, "Switched off by IntegrationHealth:Enabled=false: nothing is checked", EventName = "SwitchedOff")]
    public static partial void SwitchedOff(ILogger logger);
}
