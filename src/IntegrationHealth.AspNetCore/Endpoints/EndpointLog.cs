using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Endpoints;

internal static partial class EndpointLog
{
    [LoggerMessage(EventId = 7001, EventName = "AdministratorRoutesOff", Level = LogLevel.Information,
        Message = "The administrator routes of IntegrationHealth are not mapped: no AdminPolicy is named")]
    public static partial void AdministratorRoutesOff(ILogger logger);

    [LoggerMessage(EventId = 7002, EventName = "IntegrationChanged", Level = LogLevel.Information,
        Message = "{Actor} {Action} integration {IntegrationId}")]
    public static partial void IntegrationChanged(ILogger logger, string actor, string action, string integrationId);
}
