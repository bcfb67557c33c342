using IntegrationHealth.Status;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Writing;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "{Count} results could not be written; the next try follows in {DelayMs} ms", EventName = "CommitFailed")]
    public static partial void CommitFailed(ILogger logger, int count, double delayMs, Exception exception);

    [LoggerMessage(4002, LogLevel.Error, "The host stopped before {Count} results could be written; their checks run again after the next start",
        EventName = "ResultsGivenUp")]
    public static partial void ResultsGivenUp(ILogger logger, int count);

    [LoggerMessage(4003, LogLevel.Information, "{IntegrationId}: {Before} → {After}{Reason}", EventName = "StatusChanged")]
    public static partial void StatusChanged(
        ILogger logger, string integrationId, IntegrationStatus before, IntegrationStatus after, string reason);

    [LoggerMessage(4004, LogLevel.Warning, "The result of {IntegrationId} was dropped: another host has written a newer one",
        EventName = "ResultRefused")]
    public static partial void ResultRefused(ILogger logger, string integrationId);

    [LoggerMessage(4005, LogLevel.Error, "{Count} claims could not be completed; their checks run again when the leases end",
        EventName = "CompleteFailed")]
    public static partial void CompleteFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(4006, LogLevel.Information, "The outage {OutageId} of {Provider} is over; its integrations are checked again",
        EventName = "OutageEnded")]
    public static partial void OutageEnded(ILogger logger, string provider, string outageId);

    [LoggerMessage(4007, LogLevel.Error, "The state of {Count} integrations that another host wrote could not be read", EventName = "ReloadFailed")]
    public static partial void ReloadFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(4008, LogLevel.Error, "{Count} integrations of {Provider} could not be scheduled at the end of its outage; they are checked at their next due time",
        EventName = "ExpediteFailed")]
    public static partial void ExpediteFailed(ILogger logger, int count, string provider, Exception exception);

    [LoggerMessage(4010, LogLevel.Critical, "The result of {IntegrationId} at version {Version} cannot be stored, while others can; it is dropped, and checked again after its interval",
        EventName = "ResultQuarantined")]
    public static partial void ResultQuarantined(ILogger logger, string integrationId, long version, Exception exception);

    [LoggerMessage(4009, LogLevel.Critical, "The result of {IntegrationId} could not be judged; it is dropped and checked again when its lease ends",
        EventName = "EvaluationFailed")]
    public static partial void EvaluationFailed(ILogger logger, string integrationId, Exception exception);

    [LoggerMessage(4012, LogLevel.Debug, "A result of {IntegrationId} is dropped: the integration was removed or connected to something else meanwhile, or its lease has ended",
        EventName = "ResultOutdated")]
    public static partial void ResultOutdated(ILogger logger, string integrationId);

    [LoggerMessage(4020, LogLevel.Error, "The next checks of {Count} integrations in use could not be moved; they are made at their former time",
        EventName = "MoveFailed")]
    public static partial void MoveFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(4011, LogLevel.Error, "Earlier checks could not be read; rules that look at a window begin with what follows", EventName = "PastUnreadable")]
    public static partial void PastUnreadable(ILogger logger, Exception exception);
}
