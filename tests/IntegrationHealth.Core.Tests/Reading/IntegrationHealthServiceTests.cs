using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Reading;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Reading;

public sealed class IntegrationHealthServiceTests
{
    [Fact]
    public async Task GetAndCheckNow_Unknown_AreNull()
    {
        await using var host = await FlowHost.StartAsync();

        (await host.Health.GetAsync("one")).Should().BeNull();
        (await host.Health.CheckNowAsync("one")).Should().BeNull();
    }

    [Fact]
    public async Task GetAsync_Failing_LinksToTheWayOut()
    {
        await using var host = await StartAsync();
        host.Checker.Answer = (_, _) => new(Given.Revoked);
        await host.WhenAsync(host.Health.CheckNowAsync("one"));

        (await host.Health.GetAsync("one"))!.ActionUrl.Should().Be("https://host.example/Reconnect/one");
    }

    [Fact]
    public async Task GetAsync_NotCheckedForLong_IsStale()
    {
        await using var host = await StartAsync();
        (await host.Health.GetAsync("one"))!.Stale.Should().BeFalse();
        await host.StopAsync();

        host.Time.Advance(TimeSpan.FromMinutes(16));

        (await host.Health.GetAsync("one"))!.Stale.Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task QueryAsync_LimitOutOfRange_IsRefused(int limit)
    {
        await using var host = await FlowHost.StartAsync();

        await FluentActions.Awaiting(() => host.Health.QueryAsync(new HealthQuery { Limit = limit })).Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task QueryAsync_Some_AnswersReportsAndCounts()
    {
        await using var host = await StartAsync();

        var page = await host.Health.QueryAsync(new HealthQuery());

        page.Items.Should().ContainSingle().Which.Snapshot.Status.Should().Be(IntegrationStatus.Healthy);
        (page.Summary.Healthy, page.Total).Should().Be((1, 1));
    }

    [Fact]
    public async Task CheckNowAsync_Paused_IsRefused()
    {
        await using var host = await FlowHost.StartAsync();
        await host.Catalog.AddAsync(FlowHost.Scripted("one") with { Enabled = false });

        await FluentActions.Awaiting(() => host.Health.CheckNowAsync("one")).Should().ThrowAsync<InvalidOperationException>().WithMessage("*paused*");
    }

    [Fact]
    public async Task CheckNowAsync_CheckUnderWay_JoinsIt()
    {
        await using var host = await StartAsync();
        var answer = new TaskCompletionSource<CheckResult>();
        host.Checker.Answer = (_, _) => new(answer.Task);
        var first = host.Health.CheckNowAsync("one");
        await host.UntilAsync(() => host.Checker.CountOf("one") == 2, "the check is under way");
        var second = host.Health.CheckNowAsync("one");
        answer.SetResult(Given.Revoked);

        (await host.WhenAsync(first))!.Snapshot.Status.Should().Be(IntegrationStatus.Unhealthy);
        (await host.WhenAsync(second))!.Snapshot.Status.Should().Be(IntegrationStatus.Unhealthy);
        host.Checker.CountOf("one").Should().Be(2);
    }

    [Fact]
    public async Task CheckNowAsync_TheCommitBeforeIsToldOnlyNow_WaitsForItsOwn()
    {
        var queue = new HeldQueue();
        await using var host = await StartAsync(queue.Use);
        var before = StoredAndNotTold(host, queue);
        try
        {
            await before.Stored;
            host.Checker.Answer = (_, _) => new(Given.Revoked);
            host.Monitored("one").Checking = true; // As a moment ago, between its commit and letting go of it.
            var asked = host.Health.CheckNowAsync("one");
            host.Monitored("one").Checking = false;
            queue.Held!.SetResult();

            (await host.WhenAsync(before.Answer))!.Snapshot.Version.Should().BeGreaterThan(1);
            (await host.WhenAsync(asked))!.Snapshot.Status.Should().Be(IntegrationStatus.Unhealthy);
        }
        finally
        {
            queue.Held!.TrySetResult();
        }
    }

    [Fact]
    public async Task CheckNowAsync_TheCommitBeforeIsToldAndNoOtherFollows_IsAnsweredInTheEnd()
    {
        var queue = new HeldQueue();
        await using var host = await StartAsync(queue.Use);
        var before = StoredAndNotTold(host, queue);
        try
        {
            await before.Stored;
            host.Monitored("one").Checking = true; // As if it had not let go of it yet, and never did.
            var asked = host.Health.CheckNowAsync("one");
            queue.Held!.SetResult();
            await host.WhenAsync(before.Answer);

            (await host.WhenAsync(asked))!.Snapshot.Version.Should().Be(2);
        }
        finally
        {
            queue.Held!.TrySetResult();
        }
    }

    [Fact]
    public async Task CheckNowAsync_RemovedMeanwhile_IsNullAtOnce()
    {
        await using var host = await FlowHost.StartAsync();
        await host.Catalog.AddAsync(FlowHost.Scripted("one"));
        await host.UntilAsync(() => host.Monitored("one") is { Snapshot.Version: 1, Checking: false }, "a first check");
        host.Checker.Answer = (_, cancel) => new(Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => CheckResult.Success(), CancellationToken.None));
        var waiting = host.Health.CheckNowAsync("one");
        await host.UntilAsync(() => host.Checker.CountOf("one") == 2, "the check is under way");

        await host.Catalog.RemoveAsync("one");

        await host.UntilAsync(() => waiting.IsCompleted, "it is answered long before its patience ends", TimeSpan.FromSeconds(5));
        (await waiting).Should().BeNull("it is gone");
    }

    [Fact]
    public async Task CheckNowAsync_NoTurnInTime_TimesOut()
    {
        await using var host = await StartAsync();
        host.Monitored("one").Checking = true;

        await FluentActions.Awaiting(() => host.WhenAsync(host.Health.CheckNowAsync("one"))).Should().ThrowAsync<TimeoutException>();
    }

    /// <summary>A second check, whose commit stands, and of which nobody has been told.</summary>
    private static (Task<IntegrationHealthReport?> Answer, Task Stored) StoredAndNotTold(FlowHost host, HeldQueue queue)
    {
        queue.Held = new TaskCompletionSource();
        return (host.Health.CheckNowAsync("one"), host.UntilAsync(() => host.Monitored("one") is { Snapshot.Version: 2, Checking: false }, "a second check is stored"));
    }

    private static async Task<FlowHost> StartAsync(Action<IIntegrationHealthBuilder>? configure = null)
    {
        var host = await FlowHost.StartAsync(health =>
        {
            health.AddIntegration(FlowHost.Scripted("one")).UseRecoveryLinks<Links>();
            configure?.Invoke(health);
        });
        await host.UntilAsync(() => host.Monitored("one") is { Snapshot.Version: 1, Checking: false }, "a first check");
        return host;
    }

    private sealed class Links : IRecoveryLinks
    {
        public string? GetUrl(Integration integration, RecoveryAction action) => $"https://host.example/{action}/{integration.Id}";
    }

    /// <summary>Completes claims only when the test says so: between a commit and the news of it.</summary>
    private sealed class HeldQueue : ICheckQueue
    {
        private InProcessCheckQueue _queue = null!;

        public TaskCompletionSource? Held { get; set; }

        public void Use(IIntegrationHealthBuilder health) => health.Services.AddSingleton<ICheckQueue>(provider =>
        {
            _queue = new InProcessCheckQueue(provider.GetRequiredService<TimeProvider>());
            return this;
        });

        public ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => _queue.ScheduleAsync(checks, cancellationToken);

        public ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => _queue.AddAsync(checks, cancellationToken);

        public ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken) => _queue.RemoveAsync(integrationIds, cancellationToken);

        public ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken) => _queue.ClaimAsync(max, lease, cancellationToken);

        public async ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken)
        {
            if (Held is { } held)
                await held.Task;
            return await _queue.CompleteAsync(completions, cancellationToken);
        }

        public ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken) => _queue.GetDepthAsync(cancellationToken);
    }
}
