using IntegrationHealth.Catalog;

namespace IntegrationHealth.Scheduling;

/// <summary>What a shared queue needs once its server answers again.</summary>
internal sealed class QueueRecovery(ICheckQueue queue, IntegrationRegistry registry, CatalogLoader catalog, CatalogSchedule schedule)
{
    /// <summary>Adds what the queue missed or lost, and spreads what fell due meanwhile, so that nothing bursts.</summary>
    public async Task AfterOutageAsync(CancellationToken cancellationToken)
    {
        await schedule.CatchUpAsync(cancellationToken);
        await catalog.AddToQueueAsync(cancellationToken);
        await queue.SpreadAsync(Gap(), cancellationToken);
    }

    /// <summary>As at a start, but no more than makes a round of all in their usual time.</summary>
    private TimeSpan Gap()
    {
        MonitoredIntegration[] enabled = [.. registry.All.Where(monitored => monitored.Integration.Enabled)];
        if (enabled.Length == 0)
            return DueTimeSpreader.StartGap;
        var usual = TimeSpan.FromTicks((long)enabled.Average(monitored => monitored.Policy.Interval.Ticks)) / enabled.Length;
        return usual < DueTimeSpreader.StartGap ? usual : DueTimeSpreader.StartGap;
    }
}
