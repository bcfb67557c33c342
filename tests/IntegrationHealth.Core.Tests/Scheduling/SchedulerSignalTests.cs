using IntegrationHealth.Scheduling;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Scheduling;

public sealed class SchedulerSignalTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SchedulerSignal _signal;

    public SchedulerSignalTests() => _signal = new SchedulerSignal(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _signal.Dispose();

    [Fact]
    public void WaitAsync_TimePasses_GoesOnWhereTheTimerFires()
    {
        var wait = _signal.WaitAsync(TimeSpan.FromSeconds(1), Stop).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        wait.IsCompleted.Should().BeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        wait.IsCompleted.Should().BeTrue("the waiter went on within the call of the timer");
    }

    [Fact]
    public async Task WaitAsync_Raised_EndsBeforeItsTime()
    {
        var wait = _signal.WaitAsync(TimeSpan.FromDays(1), Stop).AsTask();

        _signal.Raise();

        await wait;
    }

    [Fact]
    public async Task WaitAsync_RaisedBefore_EndsOnceAtOnce()
    {
        _signal.Raise();
        _signal.Raise();

        await _signal.WaitAsync(TimeSpan.FromDays(1), Stop);

        _signal.WaitAsync(TimeSpan.FromDays(1), Stop).AsTask().IsCompleted.Should().BeFalse("two calls before one wait end one wait");
    }

    [Fact]
    public async Task WaitAsync_Cancelled_EndsWithoutAnError()
    {
        using var cancelled = new CancellationTokenSource();
        var wait = _signal.WaitAsync(TimeSpan.FromDays(1), cancelled.Token).AsTask();

        await cancelled.CancelAsync();
        await wait;

        await _signal.WaitAsync(TimeSpan.FromDays(1), cancelled.Token);
    }

    [Fact]
    public async Task WaitAsync_RaisedWhileItsTimeIsUp_NoRaiseIsMissed()
    {
        for (var round = 0; round < 1_000; round++)
        {
            var wait = _signal.WaitAsync(TimeSpan.FromMilliseconds(1), Stop).AsTask();
            await Task.WhenAll(Task.Run(_signal.Raise, Stop), Task.Run(() => _time.Advance(TimeSpan.FromMilliseconds(1)), Stop));
            await wait;

            // Whoever of the two came first ended that wait; one that came after it ends the next. Whatever is left over is used up by a raise of its own.
            _signal.Raise();
            await _signal.WaitAsync(TimeSpan.FromDays(1), Stop);
        }

        _signal.WaitAsync(TimeSpan.FromDays(1), Stop).AsTask().IsCompleted.Should().BeFalse("nothing is left over");
    }
}
