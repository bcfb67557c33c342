using System.Threading.Tasks.Sources;

namespace IntegrationHealth.Checks;

/// <summary>
/// The time limit of one worker's checks, reused from check to check: cancels at the timeout, and lets go of a checker that does not
/// listen a little later. Must be replaced once <see cref="Abandoned"/>.
/// </summary>
internal sealed class CheckDeadline : IValueTaskSource, IDisposable
{
    /// <summary>Time a checker has to end after its token was cancelled.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Action _onCompleted;
    private CancellationTokenSource _source = new();
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = false };
    private long _startedAt;
    private TimeSpan _timeout;
    private int _settled;

    public CheckDeadline(TimeProvider time)
    {
        _time = time;
        _onCompleted = () => Settle();
        using (ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static state => ((CheckDeadline)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled at the timeout.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True once a checker was let go: it may still touch this instance.</summary>
    public bool Abandoned { get; private set; }

    /// <summary>True when the last check ran into its timeout.</summary>
    public bool Expired => _source.IsCancellationRequested;

    /// <summary>Begins a check.</summary>
    public void Start(TimeSpan timeout)
    {
        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new CancellationTokenSource();
        }

        _wait.Reset();
        _timeout = timeout;
        _startedAt = _time.GetTimestamp();
        Volatile.Write(ref _settled, 0);
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for <paramref name="check"/>, or for the moment it is let go. After it, read the task only when not abandoned.</summary>
    public async ValueTask WaitAsync(Task check)
    {
        check.GetAwaiter().UnsafeOnCompleted(_onCompleted);
        await new ValueTask(this, _wait.Version);
        Abandoned = !check.IsCompleted;
    }

    /// <summary>Ends a check.</summary>
    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Cancels the check under way: the host stops.</summary>
    public void Cancel()
    {
        _source.Cancel();
        _timer.Change(Grace, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void OnTimer()
    {
        // A callback may arrive late, when the next check has begun: only the clock says whose time is over.
        if (_source.IsCancellationRequested)
        {
            Settle();
            return;
        }

        if (_time.GetElapsedTime(Volatile.Read(ref _startedAt)) < _timeout)
            return;
        _timer.Change(Grace, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    private void Settle()
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
            _wait.SetResult(true);
    }
}
