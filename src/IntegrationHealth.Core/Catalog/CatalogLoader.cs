using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Catalog;

/// <summary>Fills the catalog at start: what storage holds, made to agree with what code and configuration say.</summary>
internal sealed class CatalogLoader(
    IIntegrationStore store, IntegrationCompiler compiler, IntegrationRegistry registry, ICheckQueue queue, ResultWriter writer, TimeProvider time,
    ILogger<CatalogLoader> logger)
{
    /// <returns>How many integrations there are.</returns>
    public async Task<int> LoadAsync(IReadOnlyList<Integration> fixedIntegrations, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, StoredIntegration>(StringComparer.Ordinal);
        await foreach (var item in store.ListAsync(cancellationToken))
            stored[item.Integration.Id] = item;

        await AgreeAsync(fixedIntegrations, stored, cancellationToken);
        foreach (var item in stored.Values)
            Register(item);
        await ScheduleAsync(cancellationToken);
        await SettlePausedAsync(cancellationToken);
        return registry.Count;
    }

    private async Task AgreeAsync(
        IReadOnlyList<Integration> fixedIntegrations, Dictionary<string, StoredIntegration> stored, CancellationToken cancellationToken)
    {
        var kept = fixedIntegrations.Select(integration => integration.Id).ToHashSet(StringComparer.Ordinal);
        string[] gone = [.. stored.Values.Where(item => IsFixed(item.Integration) && !kept.Contains(item.Integration.Id)).Select(item => item.Integration.Id)];
        if (gone.Length > 0)
            await store.DeleteAsync(gone, cancellationToken);
        foreach (var id in gone)
            stored.Remove(id);

        Integration[] changed = [.. fixedIntegrations.Where(integration =>
            !stored.TryGetValue(integration.Id, out var item) || !IntegrationComparer.AreEqual(item.Integration, integration))];
        if (changed.Length > 0)
            await store.UpsertAsync(changed, cancellationToken);
        foreach (var integration in changed)
        {
            var snapshot = stored.TryGetValue(integration.Id, out var item) ? item.Snapshot : HealthSnapshot.Initial(integration.Id, time.GetUtcNow());
            stored[integration.Id] = new StoredIntegration(integration, snapshot);
        }
    }

    private void Register(StoredIntegration item)
    {
        var errors = new List<IntegrationValidationError>();
        if (compiler.Compile(item.Integration, new MonitoredState(item.Snapshot), errors) is { } monitored)
            registry.Set(monitored);
        else
            Log.StoredIntegrationIgnored(logger, item.Integration.Id, string.Join(" ", errors.Select(error => error.Message)));
    }

    private async Task ScheduleAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        MonitoredIntegration[] enabled = [.. registry.All.Where(monitored => monitored.Integration.Enabled)];
        await queue.ScheduleAsync([.. enabled.Select(monitored => new ScheduledCheck(monitored.Integration.Id, DueAt(monitored)))], cancellationToken);

        DateTimeOffset DueAt(MonitoredIntegration monitored) =>
            monitored.Snapshot is { NextCheckAt: { } next, Status: not IntegrationStatus.Paused } && next > now && IsPlausible(monitored, next - now)
                ? next
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

    /// <summary>A wait longer than its policy makes was planned under a longer interval, or by a clock that was wrong.</summary>
    private static bool IsPlausible(MonitoredIntegration monitored, TimeSpan wait) =>
        wait <= monitored.Policy.LongestWait || monitored.Snapshot.RetryAt >= monitored.Snapshot.NextCheckAt;

    private static bool IsFixed(Integration integration) => integration.Origin is IntegrationOrigin.Code or IntegrationOrigin.Configuration;
}
