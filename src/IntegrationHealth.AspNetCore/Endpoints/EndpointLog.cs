using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Endpoints;

internal static partial class EndpointLog
{
    [LoggerMessage(EventId = 7001, EventName = "AdministratorRoutesOff", Level = LogLevel.Information,
        Message = "The administrator routes of IntegrationHealth are not mapped: no AdminPolicy is named")]
    public static partial void AdministratorRoutesOff(ILogger logger);

    [LoggerMessage(EventId = 7002, EventName = "Administered", Level = LogLevel.Information,
        Message = "{Actor} did {Action} to {SubjectId}")]
    public static partial void Administered(ILogger logger, string actor, string action, string? subjectId);

    [LoggerMessage(EventId = 7003, EventName = "AuditFailed", Level = LogLevel.Error,
        Message = "{Action} of {SubjectId} was done but could not be written to the audit log")]
    public static partial void AuditFailed(ILogger logger, string action, string? subjectId, Exception exception);

    [LoggerMessage(EventId = 7004, EventName = "RequestFailed", Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    public static partial void Failed(ILogger logger, string method, string? endpoint, Exception exception);

    [LoggerMessage(EventId = 7010, EventName = "BroadcastFailed", Level = LogLevel.Error,
        Message = "The changes of {Count} integrations could not be read for live clients; they are tried again")]
    public static partial void BroadcastFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(EventId = 7016, EventName = "AlertsNotRead", Level = LogLevel.Warning,
        Message = "The timelines of {Count} changed alerts could not be read for live clients, which are told of the alerts without them")]
    public static partial void AlertsNotRead(ILogger logger, int count, Exception exception);

    [LoggerMessage(EventId = 7011, EventName = "ClientTooSlow", Level = LogLevel.Warning,
        Message = "Live connection {ConnectionId} took no message for {Seconds} s and is dropped")]
    public static partial void ClientTooSlow(ILogger logger, string connectionId, double seconds);

    [LoggerMessage(EventId = 7012, EventName = "SendFailed", Level = LogLevel.Error, Message = "Live connection {ConnectionId} is dropped: a message could not be sent")]
    public static partial void SendFailed(ILogger logger, string connectionId, Exception exception);

    [LoggerMessage(EventId = 7013, EventName = "SignInEnded", Level = LogLevel.Information, Message = "Live connection {ConnectionId} is ended with its sign-in")]
    public static partial void SignInEnded(ILogger logger, string connectionId);

    [LoggerMessage(EventId = 7014, EventName = "SweepFailed", Level = LogLevel.Error,
        Message = "Whether live connection {ConnectionId} may stay could not be asked; it is dropped")]
    public static partial void SweepFailed(ILogger logger, string connectionId, Exception exception);

    [LoggerMessage(EventId = 7015, EventName = "OriginRefused", Level = LogLevel.Warning,
        Message = "A page of {Origin} was kept from the hub at {Host}. If it is yours, name its origin in IntegrationHealth:Endpoints:HubAllowedOrigins; if both are the same site, let the proxy pass on the host and scheme that were asked for")]
    public static partial void OriginRefused(ILogger logger, string origin, string host);
}
