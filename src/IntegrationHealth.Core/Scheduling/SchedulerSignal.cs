using System.Threading.Tasks.Sources;

namespace IntegrationHealth.Scheduling;

/// <summary>Lets the scheduler sleep until the next integration is due, and wakes it when something happens before. One waiter.</summary>
internal sealed class SchedulerSignal : IValueTaskSource, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private bool _waiting;
    private bool _raised;

    public SchedulerSignal(TimeProvider time)
    {
        using (ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static state => ((SchedulerSignal)state!).TimeIsUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the wait under way, or the next one. The waiter goes on elsewhere: who raises may hold locks.</summary>
    public void Raise()
    {
        lock (_gate)
        {
            _raised = !_waiting;
            if (_raised)
                return;
            _waiting = false;
        }

        End(inline: false);
    }

    /// <summary>Waits for <see cref="Raise"/>, at most <paramref name="timeout"/>; a cancellation ends it early, too, and throws nothing.</summary>
    public async ValueTask WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_raised)
            {
                _raised = false;
                return;
            }

            _wait.Reset();
            _waiting = true;
        }

        using var registration = cancellationToken.UnsafeRegister(static state => ((SchedulerSignal)state!).Raise(), this);
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        await new ValueTask(this, _wait.Version).ConfigureAwait(false);
    }

    public void Dispose() => _timer.Dispose();

    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    /// <summary>The waiter goes on right here: another thread of the pool, woken for each claim, costs more than the claim does.</summary>
    private void TimeIsUp()
    {
        lock (_gate)
        {
            // Raised just before; a time that was up for an earlier wait wakes the next one early at worst.
            if (!_waiting)
                return;
            _waiting = false;
        }

        End(inline: true);
    }

    private void End(bool inline)
    {
        _wait.RunContinuationsAsynchronously = !inline;
        _wait.SetResult(true);
    }
}
