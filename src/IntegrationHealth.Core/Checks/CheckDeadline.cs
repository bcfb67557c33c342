using System.Runtime.CompilerServices;
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

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Action _onCompleted;
    private CancellationTokenSource _source = new();
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = false };
    private long _startedAt;
    private long _cancelledAt;
    private TimeSpan _timeout;

    /// <summary>When the timer fires, as a time stamp; 0 while it rests. It runs on from check to check: to set it twice a check costs more than to wake once a timeout.</summary>
    private long _firesAt;
    private bool _cancelled;
    private bool _settled = true;
    private TaskCompletionSource? _late;

    public CheckDeadline(TimeProvider time)
    {
        _time = time;
        _onCompleted = OnCompleted;
        using (ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static state => ((CheckDeadline)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled at the timeout.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True once a checker was let go: it may still touch this instance.</summary>
    public bool Abandoned => _late is not null;

    /// <summary>True when the last check ran into its timeout.</summary>
    public bool Expired => _cancelled;

    /// <summary>Begins a check.</summary>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="now">The present, as a time stamp.</param>
    public void Start(TimeSpan timeout, long now)
    {
        lock (_gate)
        {
            // Of a source that was cancelled, a late callback may still run: it must not reach the next check.
            if (_cancelled || !_source.TryReset())
                _source = new CancellationTokenSource();
            _wait.Reset();
            _timeout = timeout;
            _startedAt = now;
            (_cancelled, _settled) = (false, false);
            if (_firesAt == 0 || _time.GetElapsedTime(_startedAt, _firesAt) > timeout)
                Arm(timeout, _startedAt);
        }
    }

    /// <summary>Ends when the check that was let go does; null while none was.</summary>
    public Task? Late => _late?.Task;

    /// <summary>Waits for <paramref name="check"/>, or for the moment it is let go. After it, read the result only when not abandoned, or after <see cref="Late"/>.</summary>
    public ValueTask WaitAsync(ValueTaskAwaiter<CheckResult> check)
    {
        check.UnsafeOnCompleted(_onCompleted);
        return new ValueTask(this, _wait.Version);
    }

    /// <summary>Ends a check.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _settled = true;
        }
    }

    /// <summary>Cancels the check under way: the host stops.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            if (_cancelled)
                return;
            _cancelled = true;
            _cancelledAt = _time.GetTimestamp();
            Arm(Grace, _cancelledAt);
        }

        _source.Cancel();
    }

    public void Dispose() => _timer.Dispose();

    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void OnTimer()
    {
        // A callback may arrive late, when the next check has begun: only the clock says whose time is over.
        bool letGo;
        CancellationTokenSource source;
        lock (_gate)
        {
            _firesAt = 0;
            if (_settled)
                return;
            var now = _time.GetTimestamp();
            var left = _cancelled ? Grace - _time.GetElapsedTime(_cancelledAt, now) : _timeout - _time.GetElapsedTime(_startedAt, now);
            if (left > TimeSpan.Zero)
            {
                // Set for an earlier check, or the timer's own clock runs a little ahead: without this the check would have no limit. Timers count
                // whole milliseconds, and one cut down to none would fire over and over.
                Arm(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), now);
                return;
            }

            (letGo, source) = (_cancelled, _source);
            _cancelled = true;
            if (letGo)
            {
                _settled = true;
                _late = new TaskCompletionSource();
            }
            else
            {
                _cancelledAt = now;
                Arm(Grace, now);
            }
        }

        // Outside of the lock: both run what waits for them.
        if (letGo)
            _wait.SetResult(true);
        else
            source.Cancel();
    }

    private void Arm(TimeSpan after, long now)
    {
        _firesAt = now + (long)(after.TotalSeconds * _time.TimestampFrequency);
        _timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    private void OnCompleted()
    {
        TaskCompletionSource? late;
        lock (_gate)
        {
            late = _late;
            _settled = true;
        }

        // A wait has one end: the check's own, or that it was let go.
        if (late is not null)
            late.SetResult();
        else
            _wait.SetResult(true);
    }
}
