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
}
