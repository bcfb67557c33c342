using IntegrationHealth.Auditing;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.History;

/// <summary>Keeps history in shape, once an hour.</summary>
internal sealed class MaintenanceWorker(
    IHistoryMaintenance maintenance, IAuditLog audit, StartupCompletion startup, IOptionsMonitor<IntegrationHealthOptions> options, TimeProvider time,
    ILogger<MaintenanceWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.Completed.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await RunSafelyAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunSafelyAsync(CancellationToken stopping)
    {
        try
        {
            var (retention, now) = (options.CurrentValue.Retention, time.GetUtcNow());
            var removed = await maintenance.RunAsync(retention.BoundsAt(now), stopping);
            removed += await audit.PruneAsync(now - retention.Audit, stopping);
            if (removed > 0)
                Log.Pruned(logger, removed);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.MaintenanceFailed(logger, exception);
        }
    }
}
