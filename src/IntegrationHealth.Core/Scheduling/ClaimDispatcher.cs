using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Status;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Scheduling;

/// <summary>Decides of each claim whether its check begins, waits at its provider's gate, or goes back to the queue. Called by the scheduler alone.</summary>
internal sealed class ClaimDispatcher(
    ICheckQueue queue, IntegrationRegistry registry, CheckWorkers workers, OutageMarker outages, IOptions<IntegrationHealthOptions> options, TimeProvider time,
    IntegrationHealthMetrics metrics)
{
    /// <summary>When another host may try what this one does not know.</summary>
    private static readonly TimeSpan UnknownAgain = TimeSpan.FromMilliseconds(500);

    private readonly TimeSpan _lease = options.Value.Checks.EffectiveLease;
    private readonly List<CheckCompletion> _putOff = [];
    private readonly List<ClaimedCheck> _withheld = [];
    private int _started;
    private TimeSpan? _shortestInterval;
    private bool _crowded;

    /// <summary>Begins what can begin, and gives the rest back in one call.</summary>
    /// <param name="leases">Claims of one call.</param>
    /// <param name="leaseEnds">When they end, in the ticks of <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="cancellationToken">Cancelled when the host waits for the queue no longer.</param>
    public ValueTask<Dispatched> DispatchAsync(IReadOnlyList<CheckLease> leases, long leaseEnds, CancellationToken cancellationToken)
    {
        (_started, _shortestInterval, _crowded) = (0, null, false);
        var now = time.GetUtcNow();
        foreach (var lease in leases)
            Dispatch(lease, leaseEnds, now);
        return _withheld.Count + _putOff.Count == 0 ? new(new Dispatched(_started, _shortestInterval, _crowded)) : ReturnAsync(cancellationToken);
    }

    private void Dispatch(CheckLease lease, long leaseEnds, DateTimeOffset now)
    {
        if (!registry.TryGet(lease.IntegrationId, out var monitored) || monitored.Checking)
        {
            // Its last result still waits for its commit: look again after a lease. Or not known here, as during a rolling upgrade what is new to an old host: left to
            // one that knows it, soon.
            _putOff.Add(new CheckCompletion(lease, queue.IsShared && monitored is null ? UnknownAgain : _lease, PutOff: true));
            return;
        }

        // Paused while the queue could not be told.
        if (!monitored.Integration.Enabled)
        {
            _putOff.Add(new CheckCompletion(lease, monitored.Policy.Interval));
            return;
        }

        if (monitored.PlannedWait(now) is { } wait && IsMade(lease, monitored.Snapshot, now))
        {
            _putOff.Add(new CheckCompletion(lease, wait));
            return;
        }

        if (_shortestInterval is not { } shortest || monitored.Policy.Interval < shortest)
            _shortestInterval = monitored.Policy.Interval;
        var check = new ClaimedCheck(monitored, lease, leaseEnds);
        // Before the gate is asked: a check in its line may begin at any moment.
        monitored.Checking = true;
        switch (monitored.Provider.Gate.Ask(check, now, out var comeBackAt))
        {
            case GateAnswer.Enter:
                _started++;
                workers.Start(check);
                break;
            case GateAnswer.Wait:
                _crowded = true;
                break;
            case GateAnswer.PutOff when outages.Marks(monitored):
                _withheld.Add(check);
                break;
            case GateAnswer.PutOff:
                _crowded = true;
                monitored.Checking = false;
                metrics.CheckDeferred(monitored.Provider.Definition.Name);
                _putOff.Add(new CheckCompletion(lease, comeBackAt - now, PutOff: true));
                break;
        }
    }

    /// <summary>
    /// True for a check that was made since it fell due: by a host whose completion did not reach the queue, or by this one, whose commit was slow, where the far end asked for
    /// a longer wait. A check that lies ahead was made by a clock that is wrong, or was: whether that was before or after says nobody.
    /// </summary>
    private bool IsMade(CheckLease lease, HealthSnapshot snapshot, DateTimeOffset now) => snapshot.LastCheckedAt is { } last && last <= now
        && (queue.IsShared ? lease.DueAt <= last : lease.DueAt < last && snapshot.RetryAt > now);

    private async ValueTask<Dispatched> ReturnAsync(CancellationToken cancellationToken)
    {
        foreach (var check in _withheld)
            await outages.MarkAsync(check, cancellationToken);
        _withheld.Clear();
        var dispatched = new Dispatched(_started, _shortestInterval, _crowded);
        if (_putOff.Count == 0)
            return dispatched;
        // Whatever comes of the call: a wait that is told later than it was meant would be that much longer. What the queue did not hear is due when its lease ends.
        CheckCompletion[] putOff = [.. _putOff];
        _putOff.Clear();
        await queue.CompleteAsync(putOff, cancellationToken);
        return dispatched;
    }
}
