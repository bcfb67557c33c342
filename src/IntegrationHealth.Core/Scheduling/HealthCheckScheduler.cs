using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Scheduling;

/// <summary>Claims what is due and hands it to the workers, never more than they can begin at once.</summary>
internal sealed class HealthCheckScheduler(
    ICheckQueue queue, IntegrationRegistry registry, CheckWorkers workers, SchedulerSignal signal, SchedulerHeartbeat heartbeat,
    StartupCompletion startup, OutageMarker outages, ClaimPreparation preparation, CatalogLoader catalog, CatalogSchedule schedule, QueueRecovery recovery, ClaimJitter jitter, IOptions<IntegrationHealthOptions> options, TimeProvider time,
    IntegrationHealthMetrics metrics, ILogger<HealthCheckScheduler> logger) : BackgroundService
{
    /// <summary>Most claims in one call.</summary>
    private const int ClaimSize = 256;

    /// <summary>
    /// Shortest time between two claims that found little, where each is a round trip to a server. Hosts that came right after another would find little, so each sleep is cut or
    /// stretched by chance, and in the mean all get the same.
    /// </summary>
    private static readonly TimeSpan SharedClaimInterval = TimeSpan.FromMilliseconds(40);

    /// <summary>When another host may try what this one does not know.</summary>
    private static readonly TimeSpan UnknownAgain = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _lease = options.Value.Checks.EffectiveLease;
    private readonly ClaimPacing _pacing = new();
    private readonly List<CheckCompletion> _putOff = [];
    private readonly List<ClaimedCheck> _withheld = [];
    private long? _failingSince;
    private long _claimedAt = time.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            heartbeat.Beat(time.GetUtcNow());
            var sleep = await ClaimSafelyAsync(stoppingToken);
            if (sleep > TimeSpan.Zero)
                await signal.WaitAsync(sleep, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await workers.StopAsync(cancellationToken);
    }

    /// <summary>How long to sleep: zero when more is due at once.</summary>
    private async ValueTask<TimeSpan> ClaimSafelyAsync(CancellationToken stopping)
    {
        try
        {
            var sleep = await ClaimAsync(stopping);
            if (_failingSince is { } since)
                Log.ClaimResumed(logger, time.GetElapsedTime(since).TotalSeconds);
            _failingSince = null;
            return sleep;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // Said once an outage: the health report says it for as long as it lasts.
            if (_failingSince is null)
                Log.ClaimFailed(logger, exception);
            _failingSince ??= time.GetTimestamp();
            return AfterFailure;
        }
    }

    private async ValueTask<TimeSpan> ClaimAsync(CancellationToken stopping)
    {
        var max = Math.Min(ClaimSize, workers.Free);
        if (max <= 0)
            return LongestSleep;

        if (_failingSince is not null)
            await recovery.AfterOutageAsync(stopping);
        else if (schedule.IsBehind)
            await schedule.CatchUpAsync(stopping);
        // Before the call: here a lease never ends later than in the queue.
        var leaseEnds = time.GetTimestamp() + (long)(_lease.TotalSeconds * time.TimestampFrequency);
        var claim = await queue.ClaimAsync(max, _lease, stopping);
        if (claim.IsLost)
        {
            Log.QueueLost(logger);
            await catalog.RestoreAsync(stopping);
        }

        if (queue.IsShared)
            await preparation.PrepareAsync(claim.Leases, stopping);
        foreach (var lease in claim.Leases)
            Dispatch(lease, leaseEnds);
        await ReturnPutOffAsync(stopping);
        var least = queue.IsShared ? SharedClaimInterval : _pacing.After(claim.Leases.Count, time.GetElapsedTime(_claimedAt));
        _claimedAt = time.GetTimestamp();
        if (claim.Leases.Count == max)
            return TimeSpan.Zero;

        var untilNext = claim.NextDueAt - time.GetUtcNow() ?? LongestSleep;
        var sleep = untilNext < least ? least : untilNext > LongestSleep ? LongestSleep : untilNext;
        return queue.IsShared ? sleep + jitter.Next(SharedClaimInterval) : sleep;
    }

    private void Dispatch(CheckLease lease, long leaseEnds)
    {
        var now = time.GetUtcNow();
        if (!registry.TryGet(lease.IntegrationId, out var monitored) || monitored.Checking)
        {
            // Its last result still waits for its commit: look again after a lease. Or not known here, as during a rolling upgrade what is new to an old host: left to
            // one that knows it, soon.
            _putOff.Add(new CheckCompletion(lease, now + (queue.IsShared && monitored is null ? UnknownAgain : _lease), PutOff: true));
            return;
        }

        // Paused while the queue could not be told.
        if (!monitored.Integration.Enabled)
        {
            _putOff.Add(new CheckCompletion(lease, now + monitored.Policy.Interval));
            return;
        }

        // Claimed anew because a commit was slow, after a result that asked for a longer wait.
        if (monitored.Snapshot.RetryAt > now && monitored.Snapshot.NextCheckAt > now && lease.DueAt < monitored.Snapshot.LastCheckedAt)
        {
            _putOff.Add(new CheckCompletion(lease, monitored.Snapshot.RetryAt.Value));
            return;
        }

        // Made since it fell due, by a host whose completion did not reach the queue.
        if (queue.IsShared && monitored.Snapshot.NextCheckAt > now && lease.DueAt <= monitored.Snapshot.LastCheckedAt)
        {
            _putOff.Add(new CheckCompletion(lease, monitored.Snapshot.NextCheckAt.Value));
            return;
        }

        var check = new ClaimedCheck(monitored, lease, leaseEnds);
        // Before the gate is asked: a check in its line may begin at any moment.
        monitored.Checking = true;
        switch (monitored.Provider.Gate.Ask(check, now, out var comeBackAt))
        {
            case GateAnswer.Enter:
                workers.Start(check);
                break;
            case GateAnswer.PutOff when outages.Marks(monitored):
                _withheld.Add(check);
                break;
            case GateAnswer.PutOff:
                monitored.Checking = false;
                metrics.CheckDeferred(monitored.Provider.Definition.Name);
                _putOff.Add(new CheckCompletion(lease, comeBackAt, PutOff: true));
                break;
        }
    }

    private async ValueTask ReturnPutOffAsync(CancellationToken stopping)
    {
        foreach (var check in _withheld)
            await outages.MarkAsync(check, stopping);
        _withheld.Clear();
        if (_putOff.Count == 0)
            return;
        await queue.CompleteAsync(_putOff, stopping);
        _putOff.Clear();
    }
}
