using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Catalog;

/// <summary>Fills the catalog at start: what storage holds, made to agree with what code and configuration say.</summary>
internal sealed class CatalogLoader(
    IIntegrationStore store, IntegrationCompiler compiler, IntegrationRegistry registry, IntegrationCatalog catalog, ICheckQueue queue, ResultWriter writer,
    TimeProvider time, ILogger<CatalogLoader> logger)
{
    /// <returns>How many integrations there are.</returns>
    public async Task<int> LoadAsync(IReadOnlyList<Integration> fixedIntegrations, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, StoredIntegration>(StringComparer.Ordinal);
        await foreach (var item in store.ListAsync(cancellationToken))
            stored[item.Integration.Id] = item;

        var (gone, changed) = await AgreeAsync(fixedIntegrations, stored, cancellationToken);
        foreach (var item in stored.Values)
            Register(item, isPlannedAnew: changed.Contains(item.Integration.Id));
        await FillQueueAsync(gone, changed, cancellationToken);
        await SettlePausedAsync(cancellationToken);
        return registry.Count;
    }

    /// <summary>
    /// Brings this host and the queue up to what storage says: after the queue's server lost its data, or news of other hosts was missed. Due
    /// times in the past are spread, so that nothing bursts.
    /// </summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        await catalog.RefreshAsync(cancellationToken);
        await FillQueueAsync(cancellationToken);
        Log.QueueRestored(logger, registry.Count);
    }

    /// <summary>
    /// Adds what the queue does not hold, and spreads what is overdue: at a start, and after the queue's server was away, whose successor may lack the last
    /// additions. Other hosts may be at work already: what is due in the future keeps its time.
    /// </summary>
    public async Task FillQueueAsync(CancellationToken cancellationToken)
    {
        await queue.AddAsync(DueTimes(registry.All), cancellationToken);
        await queue.SpreadAsync(DueTimeSpreader.Gap([.. registry.All.Where(monitored => monitored.Integration.Enabled).Select(monitored => monitored.Policy.Interval)]),
            cancellationToken);
    }

    /// <summary>A host starts without the server of its queue: the first claim that succeeds says that nothing was added yet.</summary>
    private async Task FillQueueAsync(string[] gone, HashSet<string> changed, CancellationToken cancellationToken)
    {
        try
        {
            await queue.RemoveAsync(gone, cancellationToken);
            await FillQueueAsync(cancellationToken);
            await queue.ScheduleAsync(DueTimes(registry.All.Where(monitored => changed.Contains(monitored.Integration.Id))), cancellationToken);
        }
        catch (Exception exception) when (queue.IsShared && !cancellationToken.IsCancellationRequested)
        {
            Log.QueueAwayAtStart(logger, exception);
        }
    }

    /// <returns>Ids of integrations that are no more, and of those that were stored before as something else.</returns>
    private async Task<(string[] Gone, HashSet<string> Changed)> AgreeAsync(
        IReadOnlyList<Integration> fixedIntegrations, Dictionary<string, StoredIntegration> stored, CancellationToken cancellationToken)
    {
        FixedIds.ThrowIfTaken(fixedIntegrations, stored);
        var named = fixedIntegrations.ToDictionary(integration => integration.Id, StringComparer.Ordinal);
        // Another owner's or provider's history must not become that of whoever has the id now.
        string[] gone = [.. stored.Values.Select(item => item.Integration)
            .Where(known => named.TryGetValue(known.Id, out var now) ? !FixedIds.MayInherit(known, now) : IsFixed(known))
            .Select(known => known.Id)];
        if (gone.Length > 0)
            await store.DeleteAsync(gone, cancellationToken);
        foreach (var id in gone)
        {
            stored.Remove(id);
            Log.FixedIntegrationForgotten(logger, id);
        }

        Integration[] changed = [.. fixedIntegrations.Where(integration =>
            !stored.TryGetValue(integration.Id, out var item) || !IntegrationComparer.AreEqual(item.Integration, integration))];
        if (changed.Length > 0)
            await store.UpsertAsync(changed, cancellationToken);
        var knownBefore = changed.Select(integration => integration.Id).Where(stored.ContainsKey).ToHashSet(StringComparer.Ordinal);
        foreach (var integration in changed)
            stored[integration.Id] = new StoredIntegration(integration, SnapshotFor(integration, stored.GetValueOrDefault(integration.Id)));
        return (gone, knownBefore);
    }

    /// <summary>The state goes on; what was planned for another connection, its backoff and the provider's Retry-After, does not.</summary>
    private HealthSnapshot SnapshotFor(Integration integration, StoredIntegration? before) => before switch
    {
        null => HealthSnapshot.Initial(integration.Id, time.GetUtcNow()),
        _ when IntegrationComparer.AreSameConnection(before.Integration, integration) => before.Snapshot,
        _ => before.Snapshot with { NextCheckAt = null, RetryAt = null, ConsecutiveFailures = 0 },
    };

    private void Register(StoredIntegration item, bool isPlannedAnew)
    {
        var errors = new List<IntegrationValidationError>();
        if (compiler.Compile(item.Integration, new MonitoredState(item.Snapshot) { IsPlannedAnew = isPlannedAnew }, errors) is { } monitored)
            registry.Set(monitored);
        else
            Log.StoredIntegrationIgnored(logger, item.Integration.Id, string.Join(" ", errors.Select(error => error.Message)));
    }

    private ScheduledCheck[] DueTimes(IEnumerable<MonitoredIntegration> integrations)
    {
        var now = time.GetUtcNow();
        MonitoredIntegration[] enabled = [.. integrations.Where(monitored => monitored.Integration.Enabled)];
        return [.. enabled.Select(monitored => new ScheduledCheck(monitored.Integration.Id, DueAt(monitored)))];

        DateTimeOffset DueAt(MonitoredIntegration monitored) =>
            monitored.Snapshot.Status != IntegrationStatus.Paused && monitored.PlannedWait(now) is { } wait
                ? now + wait
                : DueTimeSpreader.First(monitored.Integration.Id, now, monitored.Policy.Interval, enabled.Length);
    }

    /// <summary>Definitions that were switched on or off while the host was down. The writer runs already: more than it can hold may wait.</summary>
    private async Task SettlePausedAsync(CancellationToken cancellationToken)
    {
        foreach (var monitored in registry.All)
        {
            var paused = monitored.Snapshot.Status == IntegrationStatus.Paused;
            if (paused == monitored.Integration.Enabled)
                await writer.WriteAsync(PauseChange.For(monitored), cancellationToken);
        }
    }

    private static bool IsFixed(Integration integration) => integration.Origin is IntegrationOrigin.Code or IntegrationOrigin.Configuration;
}
