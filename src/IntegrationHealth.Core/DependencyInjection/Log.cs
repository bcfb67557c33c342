using Microsoft.Extensions.Logging;

namespace IntegrationHealth.DependencyInjection;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Watching {Count} integrations, {Fixed} of them fixed in code or configuration", EventName = "Started")]
    public static partial void Started(ILogger logger, int count, int @fixed);

    [LoggerMessage(2, LogLevel.Warning, "Switched off by IntegrationHealth:Enabled=false: nothing is checked", EventName = "SwitchedOff")]
    public static partial void SwitchedOff(ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "Configuration was read again: Shadow, Retention and Outbound count from now on, everything else from the next start", EventName = "Reloaded")]
    public static partial void Reloaded(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "Configuration was read again and is not valid; what was valid before stays. {Faults}", EventName = "ReloadRefused")]
    public static partial void ReloadRefused(ILogger logger, string faults);
}
