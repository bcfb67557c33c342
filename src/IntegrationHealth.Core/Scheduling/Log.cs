using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Scheduling;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Error, "Due integrations could not be claimed: checks wait until the queue answers again, and are tried each second",
        EventName = "ClaimFailed")]
    public static partial void ClaimFailed(ILogger logger, Exception exception);

    [LoggerMessage(1003, LogLevel.Information, "The queue answers again after {Seconds:0.0} s: checks go on", EventName = "ClaimResumed")]
    public static partial void ClaimResumed(ILogger logger, double seconds);

    [LoggerMessage(1004, LogLevel.Warning, "The queue has lost what it held; every integration is added to it again", EventName = "QueueLost")]
    public static partial void QueueLost(ILogger logger);

    [LoggerMessage(1005, LogLevel.Warning, "{Count} claimed integrations are not known here and could not be read; they are put off", EventName = "UnknownNotRead")]
    public static partial void UnknownNotRead(ILogger logger, int count, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "The check of {IntegrationId} broke off; it is due again when its lease ends", EventName = "CheckFailed")]
    public static partial void CheckFailed(ILogger logger, string integrationId, Exception exception);

    [LoggerMessage(1006, LogLevel.Warning,
        "{IntegrationId} is in storage and cannot be watched by this host, which lacks its provider or does not understand its settings; it is left to the other hosts",
        EventName = "NotWatchedHere")]
    public static partial void NotWatchedHere(ILogger logger, string integrationId);

    [LoggerMessage(1007, LogLevel.Critical,
        "The scheduler has stood still for {Seconds:0} s and nothing is checked: the thread pool is starved ({Threads} threads, {Waiting} waiting calls) by code that blocks, or timers no longer fire, or storage has been away until no more results could wait. Restart the host if it does not go on",
        EventName = "SchedulerStandsStill")]
    public static partial void SchedulerStandsStill(ILogger logger, double seconds, int threads, long waiting);

    [LoggerMessage(1008, LogLevel.Warning, "The scheduler goes on after it stood still for {Seconds:0} s", EventName = "SchedulerGoesOn")]
    public static partial void SchedulerGoesOn(ILogger logger, double seconds);
}
