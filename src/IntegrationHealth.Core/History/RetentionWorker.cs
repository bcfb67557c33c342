using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.History;

/// <summary>Lets go of old history, once an hour.</summary>
internal sealed class RetentionWorker(
    IHistoryPruner pruner, StartupCompletion startup, IOptions<IntegrationHealthOptions> options, TimeProvider time,
    ILogger<RetentionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.Completed.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await PruneSafelyAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PruneSafelyAsync(CancellationToken stopping)
    {
        try
        {
            var now = time.GetUtcNow();
            var retention = options.Value.Retention;
            var removed = await pruner.PruneAsync(now - retention.Checks, now - retention.Rollups, stopping);
            if (removed > 0)
                Log.Pruned(logger, removed);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.PruneFailed(logger, exception);
        }
    }
}
