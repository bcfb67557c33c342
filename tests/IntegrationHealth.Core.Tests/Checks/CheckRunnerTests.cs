using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Checks;

public sealed class CheckRunnerTests : IDisposable
{
    private readonly CheckBench _bench = new();

    [Fact]
    public async Task RunAsync_Answer_IsObservedWithItsStartAndLatency()
    {
        _bench.Checker.Answer = (_, _) =>
        {
            _bench.Time.Advance(TimeSpan.FromMilliseconds(123.9));
            return new(CheckResult.Success());
        };
        var start = _bench.Time.GetUtcNow();

        var observation = await _bench.RunAsync();

        observation.Should().Be(new Observation(CheckResult.Success(), start, 123));
    }

    [Fact]
    public async Task RunAsync_CheckerMeasuredItself_ItsLatencyCounts()
    {
        _bench.Checker.Answer = (_, _) => new(CheckResult.Success() with { Latency = TimeSpan.FromMilliseconds(7) });

        (await _bench.RunAsync())!.Value.LatencyMs.Should().Be(7);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_CheckerThrows_IsTheCheckersFault(bool later)
    {
        _bench.Checker.Answer = async (_, _) =>
        {
            if (later)
                await Task.Yield();
            throw new InvalidOperationException("token=abc");
        };

        var failure = (await _bench.RunAsync())!.Value.Result.Failure!;

        failure.Kind.Should().Be(FailureKind.CheckerFault);
        failure.ResponsibleParty.Should().Be(ResponsibleParty.Developer);
        failure.Message.Should().Contain("InvalidOperationException").And.NotContain("abc", "messages of exceptions may hold secrets");
    }

    [Fact]
    public async Task RunAsync_CheckerCancelsByItself_IsTheCheckersFault()
    {
        _bench.Checker.Answer = (_, _) => throw new OperationCanceledException();

        (await _bench.RunAsync())!.Value.Result.Failure!.Kind.Should().Be(FailureKind.CheckerFault, "its time was not over");
    }

    [Fact]
    public async Task RunAsync_CheckerCannotBeMade_IsTheCheckersFault()
    {
        var provider = new Provider(
            new ProviderDefinition
            {
                Name = "broken",
                DisplayName = "Broken",
                SettingsType = Flow.ScriptedJson.Default.ScriptedSettings,
                CreateChecker = _ => throw new InvalidOperationException("No such service."),
            }, null!, new(), _bench.Time);
        var monitored = new MonitoredIntegration(
            Flow.FlowHost.Scripted("one"), provider, new Flow.ScriptedSettings(), Status.Given.Policy, new MonitoredState(Status.Given.New()));

        (await _bench.RunAsync(monitored))!.Value.Result.Failure!.Kind.Should().Be(FailureKind.CheckerFault);
    }

    public static TheoryData<CheckResult?> Malformed => new(
        null,
        CheckResult.Success() with { Outcome = CheckOutcome.Failed },
        CheckResult.Success() with { Outcome = CheckOutcome.Degraded },
        CheckResult.Success() with { Outcome = (CheckOutcome)7 },
        CheckResult.Success() with { Capabilities = null! });

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task RunAsync_AnswerMakesNoSense_IsTheCheckersFault(CheckResult? answer)
    {
        _bench.Checker.Answer = (_, _) => new(answer!);

        (await _bench.RunAsync())!.Value.Result.Failure!.Kind.Should().Be(FailureKind.CheckerFault);
    }

    [Fact]
    public async Task RunAsync_CheckerBlocksItsThread_IsLetGoAtItsTimeLimit()
    {
        using var bench = new CheckBench(mayBlock: true);
        using var release = new ManualResetEventSlim();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Checker.Answer = (_, _) =>
        {
            started.SetResult();
            release.Wait(CancellationToken.None);
            return new(CheckResult.Success());
        };
        var running = bench.RunAsync();
        await started.Task;

        bench.Time.Advance(TimeSpan.FromSeconds(5));
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        var result = (await running)!.Value.Result;
        release.Set();

        result.Failure!.Kind.Should().Be(FailureKind.Timeout);
        result.Target.Should().Be("vendor.example", "it tells of the host's network");
    }

    [Fact]
    public async Task RunAsync_SaidItWouldNotBlockAndDid_ItsLateAnswerIsNotBelieved()
    {
        _bench.Checker.Answer = (_, _) =>
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(5));
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
            return new(CheckResult.Success());
        };

        (await _bench.RunAsync())!.Value.Result.Failure!.Kind.Should().Be(FailureKind.Timeout);
    }

    [Fact]
    public async Task RunAsync_ListensToItsToken_TimesOut()
    {
        _bench.Checker.Answer = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return CheckResult.Success();
        };
        var running = _bench.RunAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(4.9));
        running.IsCompleted.Should().BeFalse();

        _bench.Time.Advance(TimeSpan.FromSeconds(0.1));

        var observation = (await running)!.Value;
        observation.Result.Failure!.Kind.Should().Be(FailureKind.Timeout);
        observation.Result.Failure.Message.Should().Contain("5 s");
    }

    [Fact]
    public async Task RunAsync_IgnoresItsToken_IsLetGoASecondLaterAndNotPiledUp()
    {
        var never = new TaskCompletionSource<CheckResult>();
        _bench.Checker.Answer = (_, _) => new(never.Task);
        var monitored = _bench.Monitored();
        using var deadline = new CheckDeadline(_bench.Time);
        var running = _bench.Runner.RunAsync(monitored, deadline, CancellationToken.None).AsTask();
        _bench.Time.Advance(TimeSpan.FromSeconds(5));
        running.IsCompleted.Should().BeFalse("it has a second to end");

        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        (await running)!.Value.Result.Failure!.Kind.Should().Be(FailureKind.Timeout);
        deadline.Abandoned.Should().BeTrue();
        (await _bench.RunAsync(monitored))!.Value.Result.Failure!.Message.Should().Contain("not ended");
        _bench.Checker.CountOf("one").Should().Be(1, "no second check begins while the first hangs");

        never.SetException(new InvalidOperationException("Late."));
        _bench.Checker.Answer = (_, _) => new(CheckResult.Success());
        (await _bench.RunAsync(monitored))!.Value.Result.Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task RunAsync_HostStops_ThrowsCancellation()
    {
        _bench.Checker.Answer = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return CheckResult.Success();
        };
        using var stopping = new CancellationTokenSource();
        using var deadline = new CheckDeadline(_bench.Time);
        var running = _bench.Runner.RunAsync(_bench.Monitored(), deadline, stopping.Token).AsTask();

        await stopping.CancelAsync();
        deadline.Cancel();

        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task RunAsync_HostStoppedJustBefore_IsCancelledAllTheSame()
    {
        _bench.Checker.Answer = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return CheckResult.Success();
        };
        using var stopping = new CancellationTokenSource();
        using var deadline = new CheckDeadline(_bench.Time);
        await stopping.CancelAsync();
        deadline.Cancel();

        var running = _bench.Runner.RunAsync(_bench.Monitored(), deadline, stopping.Token).AsTask();

        await FluentActions.Awaiting(() => running.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System))
            .Should().ThrowAsync<OperationCanceledException>("a stop between two checks must reach the second");
    }

    [Fact]
    public async Task RunAsync_HostStopsUnderABreaker_ThrowsCancellation()
    {
        using var bench = new CheckBench(sharesOneVendor: true);
        bench.Checker.Answer = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return CheckResult.Success();
        };
        using var stopping = new CancellationTokenSource();
        using var deadline = new CheckDeadline(bench.Time);
        var running = bench.Runner.RunAsync(bench.Monitored(), deadline, stopping.Token).AsTask();

        await stopping.CancelAsync();
        deadline.Cancel();

        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>("a stop is no refusal");
    }

    public void Dispose() => _bench.Dispose();
}
