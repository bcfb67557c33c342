namespace IntegrationHealth.Scheduling;

/// <summary>Lets the scheduler sleep until the next integration is due, and wakes it when something happens before. One waiter.</summary>
internal sealed class SchedulerSignal : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly ITimer _timer;
    private int _raised;

    public SchedulerSignal(TimeProvider time)
    {
        using (ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static state => ((SchedulerSignal)state!).Raise(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the wait under way, or the next one.</summary>
    public void Raise()
    {
        if (Interlocked.Exchange(ref _raised, 1) == 0)
            _wake.Release();
    }

    /// <summary>Waits for <see cref="Raise"/>, at most <paramref name="timeout"/>.</summary>
    public async ValueTask WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        await _wake.WaitAsync(cancellationToken);
        Volatile.Write(ref _raised, 0);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _wake.Dispose();
    }
}
