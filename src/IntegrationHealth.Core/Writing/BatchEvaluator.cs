using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Realtime;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;

namespace IntegrationHealth.Writing;

/// <summary>A pending write with what it means.</summary>
internal sealed record EvaluatedWrite(PendingWrite Pending, MonitoredIntegration Monitored, ResultWrite Write, HealthEvent Event);

/// <summary>Asks the pure functions of the flow, one after another, what a pending write means.</summary>
internal sealed class BatchEvaluator(
    IntegrationRegistry registry, ProviderOutageDetector outages, ConnectivityGuard connectivity, TimeProvider time)
{
    private readonly List<ProviderOutage> _ended = [];

    /// <summary>Takes the news in before any of it is judged, so that the first victims of an outage are already judged by it.</summary>
    public void Observe(IReadOnlyList<PendingWrite> batch)
    {
        foreach (var pending in batch)
        {
            if (pending is { Observation: { } observation, Refused: false } && registry.TryGet(pending.IntegrationId, out var monitored))
                Observe(monitored, observation);
        }
    }

    /// <summary>What one write means; null when its integration is gone.</summary>
    public EvaluatedWrite? Evaluate(PendingWrite pending)
    {
        if (!registry.TryGet(pending.IntegrationId, out var monitored))
            return null;

        var before = monitored.Snapshot;
        var at = pending.Observation?.At ?? time.GetUtcNow();
        var after = pending.Observation is { } observation
            ? StatusEvaluator.Evaluate(before, observation, monitored.Policy, ContextOf(monitored))
            : pending.Change!(before, at);
        var (tracked, incident) = IncidentTracker.Track(before, after, at);
        var entry = pending.Observation is { } checkedNow ? Entry(checkedNow, tracked) : null;
        var rollups = RollupCalculator.Calculate(before, entry, at, monitored.Policy.Interval);
        return new EvaluatedWrite(pending, monitored, new ResultWrite(before.Version, tracked, entry, rollups, incident),
            new HealthEvent(monitored.Integration, before, tracked, pending.Observation?.Result));
    }

    /// <summary>Outages that ended since the last call.</summary>
    public IReadOnlyList<ProviderOutage> TakeEnded()
    {
        if (_ended.Count == 0)
            return [];
        ProviderOutage[] ended = [.. _ended];
        _ended.Clear();
        return ended;
    }

    private void Observe(MonitoredIntegration monitored, Observation observation)
    {
        connectivity.Observe(observation);
        if (monitored.Provider.Definition.SharesOneVendor && !connectivity.HostOffline
            && outages.Observe(monitored.Integration.Provider, monitored.Snapshot, observation, monitored.Policy.Interval) is { } ended)
            _ended.Add(ended);
    }

    private EvaluationContext ContextOf(MonitoredIntegration monitored)
    {
        var provider = monitored.Provider.Definition;
        return new EvaluationContext(connectivity.HostOffline, outages.Current(provider.Name)?.Id, provider.DisplayName,
            ProviderOutageDetector.IsCanary(monitored.Integration.Id, registry.CountOf(provider.Name)));
    }

    private static HistoryEntry Entry(Observation observation, HealthSnapshot after)
    {
        var failure = observation.Result.Failure;
        var outcome = after.LastCheckedAt == observation.At ? after.Recent[0] : Checks.CheckOutcome.Inconclusive;
        return new HistoryEntry(ToMilliseconds(observation.At), after.Status, outcome, observation.LatencyMs,
            failure?.Kind ?? (outcome == Checks.CheckOutcome.Degraded ? after.Failure?.Kind : null), failure?.Message);
    }

    private static DateTimeOffset ToMilliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
