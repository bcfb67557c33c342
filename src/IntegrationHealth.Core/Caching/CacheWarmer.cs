using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Reading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Caching;

/// <summary>
/// Reads what the overview shows once the host has started, beside everything else: the first visitor neither waits for the first query of a process nor
/// finds nothing when storage goes away.
/// </summary>
internal sealed class CacheWarmer(
    IHealthMetricsReader metrics, AggregateCache cache, IOptions<IntegrationHealthOptions> options, StartupCompletion startup, ILogger<CacheWarmer> logger)
    : BackgroundService
{
    /// <summary>The one that the overview opens with comes first.</summary>
    private static readonly HealthMetricsRange[] Ranges = [HealthMetricsRange.Day, HealthMetricsRange.Hour, HealthMetricsRange.Week, HealthMetricsRange.Month];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Cache.Warm || !cache.IsOn)
            return;
        await startup.Completed.WaitAsync(stoppingToken);
        try
        {
            foreach (var range in Ranges)
                await metrics.GetAsync(new HealthMetricsQuery(range), stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.CacheNotWarmed(logger, exception);
        }
    }
}
