using IntegrationHealth.Realtime;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Sample.Worker;

/// <summary>What a host does with news of its own: here, a line in the log for each change of status.</summary>
internal sealed partial class StatusLog(ILogger<StatusLog> logger) : IHealthEventSubscriber
{
    public ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
    {
        foreach (var change in events.Where(change => change.IsTransition))
            StatusChanged(logger, change.Integration.Name, change.Before.Status, change.After.Status, change.After.Failure?.Message ?? "all is well");
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "{Name} was {Before} and is {After}: {Reason}")]
    private static partial void StatusChanged(ILogger logger, string name, Status.IntegrationStatus before, Status.IntegrationStatus after, string reason);
}
