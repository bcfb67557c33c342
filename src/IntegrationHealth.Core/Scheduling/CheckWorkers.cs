using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Scheduling;

/// <summary>Long-lived workers, as many as checks were ever under way at once and no more than allowed.</summary>
internal sealed class CheckWorkers(
    CheckRunner runner, ClaimSettlement settlement, SchedulerSignal signal, IOptions<IntegrationHealthOptions> options, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();

    /// <summary>The last to park is the first to work: what it needs is still in the caches.</summary>
    private readonly Stack<CheckWorker> _parked = new();
    private readonly List<Task> _working = [];
    private readonly CancellationTokenSource _ending = new();
    private bool _ended;
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

    /// <summary>Begins a check; called by the scheduler alone, for no more than <see cref="Free"/>. After the end its claim is given back.</summary>
    public void Start(ClaimedCheck check)
    {
        Interlocked.Increment(ref _busy);
        CheckWorker? worker;
        lock (_lock)
        {
            // A worker parks before its place is free, so there is one for each that is, or it was never made.
            if (!_parked.TryPop(out worker))
                _working.Add(Begin(worker = new CheckWorker(this, runner, settlement, time)));
        }

        worker.Give(check);
    }

    /// <summary>Raises the scheduler's signal once so many places are free. False when they are already.</summary>
    public bool Await(int places)
    {
        // In this order: a worker that ends meanwhile sees what is awaited, or is seen here.
        Interlocked.Exchange(ref _awaited, places);
        return Free < places;
    }

    /// <summary>Takes a worker back whose check is over, and with it gives its place back.</summary>
    public void Park(CheckWorker worker)
    {
        lock (_lock)
        {
            if (_ended)
                worker.End();
            else
                _parked.Push(worker);
        }

        var free = Max - Interlocked.Decrement(ref _busy);
        if (Volatile.Read(ref _awaited) is > 0 and var awaited && free >= awaited && Interlocked.CompareExchange(ref _awaited, 0, awaited) == awaited)
            signal.Raise();
    }

    /// <summary>Cancels the checks under way, gives their leases back and waits for the workers to end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        CheckWorker[] parked;
        Task[] working;
        lock (_lock)
        {
            (_ended, parked, working) = (true, [.. _parked], [.. _working]);
            _parked.Clear();
        }

        foreach (var worker in parked)
            worker.End();
        await _ending.CancelAsync();
        await Task.WhenAll(working).WaitAsync(cancellationToken);
    }

    public void Dispose() => _ending.Dispose();

    private Task Begin(CheckWorker worker)
    {
        var ending = _ending.Token;
        return Task.Run(() => worker.WorkAsync(ending));
    }
}
