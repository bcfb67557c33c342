using IntegrationHealth.Catalog;

namespace IntegrationHealth.Scheduling;

/// <summary>What a shared queue needs once its server answers again.</summary>
internal sealed class QueueRecovery(CatalogLoader catalog, CatalogSchedule schedule)
{
    /// <summary>Adds what the queue missed or lost, and spreads what fell due meanwhile, so that nothing bursts.</summary>
    public async Task AfterOutageAsync(CancellationToken cancellationToken)
    {
        await schedule.CatchUpAsync(cancellationToken);
        await catalog.FillQueueAsync(cancellationToken);
    }
}
