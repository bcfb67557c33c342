using System.Runtime.CompilerServices;
using System.Threading.Channels;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Scheduling;

/// <summary>Long-lived workers, as many as checks were ever under way at once and no more than allowed.</summary>
internal sealed class CheckWorkers(
    CheckRunner runner, ResultWriter writer, ICheckQueue queue, SchedulerSignal signal, OutageMarker outages, CheckActivity activity, IOptions<IntegrationHealthOptions> options,
    TimeProvider time, IntegrationHealthMetrics metrics, ILogger<CheckWorkers> logger) : IDisposable
{
    /// <summary>In the ticks of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    private readonly long _timeoutTicks = (long)(options.Value.Checks.Timeout.TotalSeconds * time.TimestampFrequency);

    private readonly Channel<ClaimedCheck> _claimed = Channel.CreateUnbounded<ClaimedCheck>(new() { SingleWriter = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _workers = [];
    private int _busy;

    /// <summary>Free places for which the scheduler waits; 0 when it does not.</summary>
    private int _awaited;

    /// <summary>How many checks may be under way at once.</summary>
    public int Max { get; } = options.Value.Checks.MaxConcurrency;

    /// <summary>How many checks may begin now.</summary>
    public int Free => Max - Busy;

    /// <summary>
    /// Free places that are worth a claim once all were taken, an eighth of them and at most 256: it costs about as much for one check as for many, and of a server's queue a
    /// round trip.
    /// </summary>
    public int WorthAClaim { get; } = Math.Clamp(options.Value.Checks.MaxConcurrency / 8, 1, HealthCheckScheduler.ClaimSize);

    /// <summary>How many checks are claimed here and not yet handed to the writer.</summary>
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Begins a check; called by the scheduler alone, for no more than <see cref="Free"/>.</summary>
    public void Start(ClaimedCheck check)
    {
        if (Interlocked.Increment(ref _busy) > _workers.Count)
            _workers.Add(Task.Run(() => WorkAsync(_stopping.Token)));
        _claimed.Writer.TryWrite(check);
    }

    /// <summary>Raises the scheduler's signal once so many places are free. False when they are already.</summary>
    public bool Await(int places)
    {
        // In this order: a worker that ends meanwhile sees what is awaited, or is seen here.
        Interlocked.Exchange(ref _awaited, places);
        return Free < places;
    }

    /// <summary>Cancels the checks under way, gives their leases back and waits for the workers to end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _claimed.Writer.TryComplete();
        await _stopping.CancelAsync();
        await Task.WhenAll(_workers).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task WorkAsync(CancellationToken stopping)
    {
        var deadline = NewDeadline(stopping, out var registration);
        try
        {
            while (await _claimed.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (_claimed.Reader.TryRead(out var claimed))
                {
                    for (ClaimedCheck? next = claimed; next is { } check;)
                    {
                        var started = time.GetTimestamp();
                        await CheckAsync(check, deadline, stopping);
                        next = check.Monitored.Provider.Gate.Leave(time.GetElapsedTime(started));
                        if (deadline.Abandoned)
                        {
                            await registration.DisposeAsync();
                            deadline = NewDeadline(stopping, out registration);
                        }
                    }

                    FreePlace();
                }
            }
        }
        finally
        {
            await registration.DisposeAsync();
            deadline.Dispose();
        }
    }

    private void FreePlace()
    {
        var free = Max - Interlocked.Decrement(ref _busy);
        if (Volatile.Read(ref _awaited) is > 0 and var awaited && free >= awaited && Interlocked.CompareExchange(ref _awaited, 0, awaited) == awaited)
            signal.Raise();
    }

    // The steady path: its state machines are used again from check to check.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CheckAsync(ClaimedCheck check, CheckDeadline deadline, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        metrics.CheckStarted(check.Monitored.Provider.Definition.Name, now - check.Lease.DueAt);
        activity.Begun(now - check.Lease.DueAt);
        try
        {
            stopping.ThrowIfCancellationRequested();
            if (time.GetTimestamp() > check.LeaseEnds - _timeoutTicks)
                await GiveBackAsync(check, TimeSpan.Zero); // It stood in line for too long.
            else if (await runner.RunAsync(check.Monitored, deadline, stopping) is { } observation)
                await writer.WriteAsync(new PendingWrite(check.Monitored) { Lease = check.Lease, LeaseEnds = check.LeaseEnds, Observation = observation }, stopping);
            else if (outages.Marks(check.Monitored))
                await outages.MarkAsync(check, stopping);
            else
                await GiveBackAsync(check, StatusPolicy.AfterRefusal);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await GiveBackAsync(check, TimeSpan.Zero);
        }
        catch (Exception exception)
        {
            // Nothing below throws by design; if it does, the lease ends by itself and the worker lives on.
            check.Monitored.Checking = false;
            Log.CheckFailed(logger, check.Monitored.Integration.Id, exception);
        }
        finally
        {
            metrics.CheckStopped();
        }
    }

    private async ValueTask GiveBackAsync(ClaimedCheck check, TimeSpan delay)
    {
        check.Monitored.Checking = false;
        try
        {
            await queue.CompleteAsync([new CheckCompletion(check.Lease, delay, PutOff: true)], CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The queue is away: the lease ends by itself.
            Log.CheckFailed(logger, check.Monitored.Integration.Id, exception);
        }
    }

    private CheckDeadline NewDeadline(CancellationToken stopping, out CancellationTokenRegistration registration)
    {
        var deadline = new CheckDeadline(time);
        registration = stopping.UnsafeRegister(static state => ((CheckDeadline)state!).Cancel(), deadline);
        return deadline;
    }
}
