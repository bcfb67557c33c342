using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Realtime;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Writing;

/// <summary>A pending write with what it means.</summary>
internal readonly record struct EvaluatedWrite(PendingWrite Pending, MonitoredIntegration Monitored, ResultWrite Write, HealthEvent Event);

/// <summary>Asks the pure functions of the flow, one after another, what a pending write means.</summary>
internal sealed class BatchEvaluator(
    IntegrationRegistry registry, ProviderOutageDetector outages, ConnectivityGuard connectivity, CommitWaiters waiters,
    ResultAlertEvaluator alerts, ICheckQueue queue, TimeProvider time,
    ILogger<BatchEvaluator> logger)
{
    private readonly List<ProviderOutage> _ended = [];

    /// <summary>
    /// What each write means. All the news is taken in before any of it is judged, so that the first victims of an outage are already
    /// judged by it.
    /// </summary>
    /// <param name="batch">Writes, each of another integration.</param>
    /// <param name="evaluated">Receives what each of them means, behind what it holds.</param>
    /// <param name="outdated">Receives those that are no longer about any integration: it is gone, or connects to something else now.</param>
    public void Evaluate(IReadOnlyList<PendingWrite> batch, List<EvaluatedWrite> evaluated, List<PendingWrite> outdated)
    {
        Action<PendingWrite> observe = Observe, evaluate = write => Evaluate(write, evaluated, outdated);
        foreach (var pending in batch)
            Try(pending, observe);
        foreach (var pending in batch)
            Try(pending, evaluate);
    }

    /// <summary>Reads what the rules need to know of the past, before they are asked.</summary>
    public async ValueTask PrepareAsync(IReadOnlyList<PendingWrite> batch, CancellationToken cancellationToken)
    {
        try
        {
            await alerts.PrepareAsync(batch.Where(pending => pending.Observation is not null).Select(pending => pending.Monitored), cancellationToken);
        }
        catch (Exception exception)
        {
            // The results are worth more than the windows, which are read with the next ones.
            Log.PastUnreadable(logger, exception);
        }
    }

    private void Try(PendingWrite pending, Action<PendingWrite> step)
    {
        try
        {
            step(pending);
        }
        catch (Exception exception)
        {
            // A defect of ours in one result must not stop all the others, nor its integration from being checked again.
            if (pending.Lease is not null)
                pending.Monitored.Checking = false;
            Log.EvaluationFailed(logger, pending.IntegrationId, exception);
            waiters.Fail(pending.IntegrationId, $"The result of '{pending.IntegrationId}' could not be judged; it is checked again.");
        }
    }

    private void Evaluate(PendingWrite pending, List<EvaluatedWrite> evaluated, List<PendingWrite> outdated)
    {
        if (Concerned(pending) is not { } monitored || HasLostLease(pending))
        {
            outdated.Add(pending);
            return;
        }

        var before = monitored.Snapshot;
        var at = pending.Observation?.At ?? time.GetUtcNow();
        var after = pending.Observation is { } observation
            ? StatusEvaluator.Evaluate(before, observation, monitored.Policy, ContextOf(monitored))
            : pending.Change!(before, at);
        var (tracked, incident) = IncidentTracker.Track(before, after, at);
        var entry = pending.Observation is { } checkedNow ? Entry(checkedNow, tracked) : null;
        // A change without a check, such as the mark of an outage, does not move the last check on: the next one counts this time, and counted here it would count
        // with each mark. After a pause none does.
        var rollups = entry is null && after.Status != IntegrationStatus.Paused ? [] : RollupCalculator.Calculate(before, entry, at, monitored.Policy.Interval);
        evaluated.Add(new EvaluatedWrite(pending, monitored, new ResultWrite(before.Version, tracked, entry, rollups, incident,
                alerts.Evaluate(monitored, tracked, pending.Observation)),
            new HealthEvent(monitored.Integration, before, tracked, pending.Observation?.Result)));
    }

    /// <summary>True when another host may have claimed the integration since: its result counts, not this one.</summary>
    public bool HasLostLease(PendingWrite pending) => queue.IsShared && pending.LeaseEnds <= time.GetTimestamp();

    /// <summary>Outages that ended since the last call.</summary>
    public IReadOnlyList<ProviderOutage> TakeEnded()
    {
        if (_ended.Count == 0)
            return [];
        ProviderOutage[] ended = [.. _ended];
        _ended.Clear();
        return ended;
    }

    private void Observe(PendingWrite pending)
    {
        if (pending is not { Observation: { } observation, Refusals: 0 } || Concerned(pending) is not { } monitored)
            return;
        connectivity.Observe(observation);
        if (!connectivity.HostOffline)
            alerts.Observe(monitored, observation);
        if (monitored.Provider.Definition.SharesOneVendor && !connectivity.HostOffline
            && outages.Observe(monitored.Integration.Provider, monitored.Snapshot, observation, monitored.Policy.Interval) is { } ended)
            _ended.Add(ended);
    }

    /// <summary>The present definition of what was checked or changed; null when the id stands for another connection now, or for none.</summary>
    private static MonitoredIntegration? Concerned(PendingWrite pending) =>
        pending.Monitored.State.Present is { } present
            && (pending.Observation is null || IntegrationComparer.AreSameConnection(present.Integration, pending.Monitored.Integration))
            ? present
            : null;

    private EvaluationContext ContextOf(MonitoredIntegration monitored)
    {
        var provider = monitored.Provider.Definition;
        var outage = outages.Current(provider.Name)?.Id;
        return new EvaluationContext(connectivity.HostOffline, outage, provider.DisplayName,
            // Of no interest but during an outage.
            outage is not null && ProviderOutageDetector.IsCanary(monitored.Integration.Id, registry.CountOf(provider.Name)));
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
