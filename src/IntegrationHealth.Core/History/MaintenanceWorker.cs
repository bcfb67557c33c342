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
        var (retention, now) = (options.CurrentValue.Retention, time.GetUtcNow());
        // Each by itself: what holds up history is no reason to keep the audit for ever.
        var removed = await TryAsync(token => maintenance.RunAsync(retention.BoundsAt(now), token), stopping);
        removed += await TryAsync(async token => await audit.PruneAsync(now - retention.Audit, token), stopping);
        if (removed > 0)
            Log.Pruned(logger, removed);
    }

    private async Task<long> TryAsync(Func<CancellationToken, Task<long>> prune, CancellationToken stopping)
    {
        try
        {
            return await prune(stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.MaintenanceFailed(logger, exception);
            return 0;
        }
    }
}
