using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Scheduling;

/// <summary>Claims what is due and hands it to the workers, never more than they can begin at once.</summary>
internal sealed class HealthCheckScheduler(
    ICheckQueue queue, CheckWorkers workers, SchedulerSignal signal, SchedulerHeartbeat heartbeat, StartupCompletion startup, ClaimPreparation preparation,
    ClaimDispatcher dispatcher, CatalogLoader catalog, CatalogSchedule schedule, QueueRecovery recovery, ClaimJitter jitter, IOptions<IntegrationHealthOptions> options,
    TimeProvider time, ILogger<HealthCheckScheduler> logger) : BackgroundService
{
    /// <summary>Most claims in one call.</summary>
    public const int ClaimSize = 256;

    /// <summary>
    /// Shortest time between two claims that found little, where each is a round trip to a server. Hosts that came right after another would find little, so each sleep is cut or
    /// stretched by chance, and in the mean all get the same.
    /// </summary>
    private static readonly TimeSpan SharedClaimInterval = TimeSpan.FromMilliseconds(40);

    /// <summary>After all places were taken: how long the first that is free waits for others, so that one claim fills them.</summary>
    private static readonly TimeSpan Company = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>How long a stop waits for the answer to a claim under way. What a server grants and nobody hears of is checked by nobody until the lease ends.</summary>
    private static readonly TimeSpan LastAnswer = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _lease = options.Value.Checks.EffectiveLease;
    private readonly ClaimPacing _pacing = new(options.Value.Checks.MaxConcurrency);
    private readonly CancellationTokenSource _givenUp = new(Timeout.InfiniteTimeSpan, time);
    private CancellationToken _untilGivenUp;
    private long? _failingSince;

    /// <summary>True when the last claim took all places that were free, and more may be due.</summary>
    private bool _full;
    private long _claimedAt = time.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _untilGivenUp = _givenUp.Token;
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
        _givenUp.CancelAfter(LastAnswer);
        await base.StopAsync(cancellationToken);
        await workers.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        // A container disposes of it once for each service that it is.
        if (!_givenUp.IsCancellationRequested)
            _givenUp.Cancel();
        _givenUp.Dispose();
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
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception exception)
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
        // Before places are looked for: that an outage is over is known once the queue has answered, and is not to be forgotten for want of a place.
        if (_failingSince is not null)
            await recovery.AfterOutageAsync(stopping);
        else if (schedule.IsBehind)
            await schedule.CatchUpAsync(stopping);
        var free = workers.Free;
        if (free == 0 || (_full && free < workers.WorthAClaim))
            return AwaitPlaces();
        var max = Math.Min(ClaimSize, free);
        // Before the call: here a lease never ends later than in the queue.
        var leaseEnds = time.GetTimestamp() + (long)(_lease.TotalSeconds * time.TimestampFrequency);
        var claim = await queue.ClaimAsync(max, _lease, _untilGivenUp);
        if (!await PrepareAsync(claim, stopping))
        {
            await GiveBackAsync(claim.Leases);
            return LongestSleep;
        }

        var dispatched = await dispatcher.DispatchAsync(claim.Leases, leaseEnds, _untilGivenUp);
        var least = queue.IsShared ? SharedClaimInterval : _pacing.After(claim.Leases.Count, time.GetElapsedTime(_claimedAt), dispatched);
        _claimedAt = time.GetTimestamp();
        _full = dispatched.Started == free;
        if (claim.Leases.Count == max)
            return TimeSpan.Zero;

        var untilNext = claim.NextDueAt - time.GetUtcNow() ?? LongestSleep;
        var sleep = untilNext < least ? least : untilNext > LongestSleep ? LongestSleep : untilNext;
        return queue.IsShared ? sleep + jitter.Next(SharedClaimInterval) : sleep;
    }

    /// <summary>While none is free nothing can be done; the first that is waits for company, and then for no more.</summary>
    private TimeSpan AwaitPlaces()
    {
        if (workers.Await(1))
            return LongestSleep;
        _full = false;
        return workers.Await(workers.WorthAClaim) ? Company : TimeSpan.Zero;
    }

    /// <summary>False when the host stops meanwhile.</summary>
    private async ValueTask<bool> PrepareAsync(CheckClaim claim, CancellationToken stopping)
    {
        try
        {
            if (claim.IsLost)
            {
                Log.QueueLost(logger);
                await catalog.RestoreAsync(stopping);
            }

            if (queue.IsShared)
                await preparation.PrepareAsync(claim.Leases, stopping);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The host stops, so it does not matter what could not be read: what was claimed goes back.
        }

        return !stopping.IsCancellationRequested;
    }

    private async ValueTask GiveBackAsync(IReadOnlyList<CheckLease> leases)
    {
        if (leases.Count > 0)
            await queue.CompleteAsync([.. leases.Select(lease => new CheckCompletion(lease, TimeSpan.Zero, PutOff: true))], _untilGivenUp);
    }
}
