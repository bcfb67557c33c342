using System.Collections.Concurrent;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Scheduling;

/// <summary>Workers of the test's own beside those of a host, whose other parts they use.</summary>
public sealed class CheckWorkersTests : IAsyncLifetime
{
    private readonly CountingTime _time = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _underWay = new();
    private FlowHost _host = null!;
    private CheckWorkers _workers = null!;
    private int _deadlinesBefore;

    public async ValueTask InitializeAsync()
    {
        _host = await FlowHost.StartAsync(
            health =>
            {
                for (var number = 0; number < 4; number++)
                    health.AddIntegration(FlowHost.Scripted($"{number}") with { Interval = TimeSpan.FromDays(1) });
            },
            new() { ["IntegrationHealth:Checks:MaxConcurrency"] = "4" },
            maxConcurrency: 4,
            clock: _time);
        await _host.UntilAsync(() => Enumerable.Range(0, 4).All(number => Of(number) is { Snapshot.Version: > 0, Checking: false }), "first checks");
        await _host.UntilAsync(() => _host.Services.GetRequiredService<CheckWorkers>().Busy == 0, "their places are given back");
        _workers = ActivatorUtilities.CreateInstance<CheckWorkers>(_host.Services);
        _host.Checker.Answer = Hold;
        _deadlinesBefore = _time.Deadlines;
    }

    public async ValueTask DisposeAsync()
    {
        await _workers.StopAsync(CancellationToken.None);
        _workers.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Start_OneAfterAnother_OneWorkerMakesThem()
    {
        for (var number = 0; number < 4; number++)
            await MakeAsync(number);

        Made.Should().Be(1);
    }

    [Fact]
    public async Task Start_SomeAtOnce_AsManyWorkersAsThatAndNoMoreLater()
    {
        for (var number = 0; number < 3; number++)
            Start(number);
        await UntilAsync(() => _underWay.Count == 3);
        _workers.Free.Should().Be(1);
        while (_underWay.TryDequeue(out var end))
            end.SetResult();
        await UntilAsync(() => _workers.Busy == 0);

        await MakeAsync(3);
        await MakeAsync(0);

        Made.Should().Be(3);
    }

    [Fact]
    public async Task Await_PlacesThatAreTaken_RaisesTheSignalWithTheLastOfThem()
    {
        using var signal = new SchedulerSignal(_time);
        using var workers = ActivatorUtilities.CreateInstance<CheckWorkers>(_host.Services, signal);
        for (var number = 0; number < 4; number++)
            Start(number, workers);
        await UntilAsync(() => _underWay.Count == 4);

        workers.Await(2).Should().BeTrue("none is free");
        var raised = signal.WaitAsync(TimeSpan.FromDays(1), CancellationToken.None).AsTask();
        EndOne();
        await UntilAsync(() => workers.Free == 1);
        raised.IsCompleted.Should().BeFalse("one is not enough");
        EndOne();
        await UntilAsync(() => raised.IsCompleted);

        workers.Await(2).Should().BeFalse("they are free already");
        await workers.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task StopAsync_ChecksUnderWay_AreCancelledAndTheirClaimsGivenBack()
    {
        Start(0);
        Start(1);
        await UntilAsync(() => _underWay.Count == 2);

        await _workers.StopAsync(TestContext.Current.CancellationToken);

        _workers.Busy.Should().Be(0);
        Of(0).Checking.Should().BeFalse();
        Of(1).Checking.Should().BeFalse();
    }

    [Fact]
    public async Task Start_AfterTheStop_GivesTheClaimBackUnchecked()
    {
        await MakeAsync(0);
        await _workers.StopAsync(TestContext.Current.CancellationToken);
        var asked = _host.Checker.CountOf("1");

        Start(1);
        await UntilAsync(() => !Of(1).Checking && _workers.Busy == 0);

        _host.Checker.CountOf("1").Should().Be(asked);
    }

    private int Made => _time.Deadlines - _deadlinesBefore;

    private MonitoredIntegration Of(int number) => _host.Monitored($"{number}");

    private void Start(int number, CheckWorkers? workers = null)
    {
        var (monitored, now) = (Of(number), _time.GetUtcNow());
        monitored.Checking = true;
        (workers ?? _workers).Start(new ClaimedCheck(monitored, new CheckLease($"{number}", 100, now, now.AddMinutes(1))));
    }

    private async Task MakeAsync(int number)
    {
        Start(number);
        await UntilAsync(() => !_underWay.IsEmpty);
        EndOne();
        await UntilAsync(() => _workers.Busy == 0);
    }

    private async ValueTask<CheckResult> Hold(CheckContext context, CancellationToken cancellation)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _underWay.Enqueue(end);
        await end.Task.WaitAsync(cancellation);
        return CheckResult.Success();
    }

    private void EndOne()
    {
        _underWay.TryDequeue(out var end).Should().BeTrue();
        end!.SetResult();
    }

    /// <summary>Without time passing for the host.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var look = 0; !condition(); look++)
        {
            look.Should().BeLessThan(10_000, "it comes to pass by itself");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Counts deadlines, of which a worker makes one.</summary>
    private sealed class CountingTime() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
        private int _deadlines;

        public int Deadlines => Volatile.Read(ref _deadlines);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (state is CheckDeadline)
                Interlocked.Increment(ref _deadlines);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
