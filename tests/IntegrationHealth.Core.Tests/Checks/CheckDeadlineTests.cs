using IntegrationHealth.Checks;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Checks;

public sealed class CheckDeadlineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CheckDeadline _deadline;

    public CheckDeadlineTests() => _deadline = new CheckDeadline(_time);

    [Fact]
    public async Task WaitAsync_CheckEnds_IsReusedForTheNext()
    {
        for (var check = 0; check < 3; check++)
        {
            var work = new TaskCompletionSource<CheckResult>();
            _deadline.Start(TimeSpan.FromSeconds(5), _time.GetTimestamp());
            var waiting = _deadline.WaitAsync(new ValueTask<CheckResult>(work.Task).GetAwaiter()).AsTask();
            waiting.IsCompleted.Should().BeFalse();
            work.SetResult(CheckResult.Success());
            await waiting;
            _deadline.Stop();
            (_deadline.Abandoned, _deadline.Expired).Should().Be((false, false));
            _time.Advance(TimeSpan.FromSeconds(4));
        }
    }

    [Fact]
    public async Task Start_AfterATimeout_GivesAFreshToken()
    {
        var work = new TaskCompletionSource<CheckResult>();
        _deadline.Start(TimeSpan.FromSeconds(5), _time.GetTimestamp());
        var old = _deadline.Token;
        var waiting = _deadline.WaitAsync(new ValueTask<CheckResult>(work.Task).GetAwaiter()).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));
        old.IsCancellationRequested.Should().BeTrue();
        work.SetResult(CheckResult.Success());
        await waiting;
        _deadline.Stop();
        _deadline.Expired.Should().BeTrue();

        _deadline.Start(TimeSpan.FromSeconds(5), _time.GetTimestamp());

        _deadline.Token.IsCancellationRequested.Should().BeFalse();
        _deadline.Expired.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(4.9));
        _deadline.Token.IsCancellationRequested.Should().BeFalse("its own five seconds count");
    }

    /// <summary>The timer runs on from the check before, and wakes in the middle of this one.</summary>
    [Fact]
    public void Timer_StillSetForTheLastCheck_CancelsTheNextAtItsOwnTimeout()
    {
        _deadline.Start(TimeSpan.FromSeconds(5), _time.GetTimestamp());
        _deadline.Stop();
        _time.Advance(TimeSpan.FromSeconds(3));
        _deadline.Start(TimeSpan.FromSeconds(5), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(2.999));
        _deadline.Token.IsCancellationRequested.Should().BeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        _deadline.Token.IsCancellationRequested.Should().BeTrue();
        _deadline.Abandoned.Should().BeFalse("the grace begins with the timeout");
    }

    [Fact]
    public void Start_ShorterTimeoutThanTheLast_DoesNotWaitForTheTimerOfTheLast()
    {
        _deadline.Start(TimeSpan.FromMinutes(5), _time.GetTimestamp());
        _deadline.Stop();

        _deadline.Start(TimeSpan.FromSeconds(5), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(5));

        _deadline.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public async Task WaitAsync_CheckIgnoresTheToken_IsAbandonedAfterTheGrace()
    {
        _deadline.Start(TimeSpan.FromSeconds(5), _time.GetTimestamp());
        var waiting = _deadline.WaitAsync(new ValueTask<CheckResult>(new TaskCompletionSource<CheckResult>().Task).GetAwaiter()).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(0.9));
        waiting.IsCompleted.Should().BeFalse();

        _time.Advance(TimeSpan.FromSeconds(0.1));

        await waiting;
        _deadline.Abandoned.Should().BeTrue();
    }

    [Fact]
    public async Task Cancel_CheckUnderWay_CancelsAndAbandonsAfterTheGrace()
    {
        _deadline.Start(TimeSpan.FromMinutes(5), _time.GetTimestamp());
        var waiting = _deadline.WaitAsync(new ValueTask<CheckResult>(new TaskCompletionSource<CheckResult>().Task).GetAwaiter()).AsTask();

        _deadline.Cancel();

        _deadline.Token.IsCancellationRequested.Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting;
        _deadline.Abandoned.Should().BeTrue();
    }

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public void Timer_FiresEarly_StillCancelsAtTheTimeout()
    {
        var time = new LaggingClock();
        using var deadline = new CheckDeadline(time);
        deadline.Start(TimeSpan.FromSeconds(5), time.GetTimestamp());
        time.Lag = TimeSpan.FromMilliseconds(1);

        time.Advance(TimeSpan.FromSeconds(5));
        deadline.Token.IsCancellationRequested.Should().BeFalse("its clock says that a millisecond is left");
        time.Advance(TimeSpan.FromMilliseconds(2));

        deadline.Token.IsCancellationRequested.Should().BeTrue();
    }

    /// <summary>A timeout marks its check and cancels only then, outside of its lock: meanwhile the check may end, and the next one begin.</summary>
    [Fact]
    public void Timer_NextCheckBeganMeanwhile_IsNotCancelledByTheTimeoutOfTheLast()
    {
        var time = new InterruptedClock();
        using var deadline = new CheckDeadline(time);
        deadline.Start(TimeSpan.FromSeconds(5), time.GetTimestamp());
        var last = deadline.Token;
        time.OnGrace = () =>
        {
            deadline.Stop();
            deadline.Start(TimeSpan.FromSeconds(5), time.GetTimestamp());
        };

        time.Advance(TimeSpan.FromSeconds(5));

        last.IsCancellationRequested.Should().BeTrue();
        deadline.Token.IsCancellationRequested.Should().BeFalse("it has its own five seconds");
        deadline.Expired.Should().BeFalse();
    }

    /// <summary>Its timers let a test act at the moment at which the grace of a check begins.</summary>
    private sealed class InterruptedClock : FakeTimeProvider
    {
        public Action? OnGrace { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Interrupted(this, base.CreateTimer(callback, state, dueTime, period));

        private sealed class Interrupted(InterruptedClock clock, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                var changed = timer.Change(dueTime, period);
                if (dueTime == TimeSpan.FromSeconds(1) && clock.OnGrace is { } act)
                {
                    clock.OnGrace = null;
                    act();
                }

                return changed;
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }

    /// <summary>Timestamps that run behind the timers, as the clocks of a real machine may.</summary>
    private sealed class LaggingClock : FakeTimeProvider
    {
        public TimeSpan Lag { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() - (long)(Lag.TotalSeconds * TimestampFrequency);
    }
}
