using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.InMemory;
using IntegrationHealth.Reading;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Scheduling;
using IntegrationHealth.Tests.Status;
using IntegrationHealth.Tests.Writing;
using IntegrationHealth.Writing;
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

    [Fact]
    public async Task GetAsync_NobodyElseCommits_IsToldWithoutAskingStorage()
    {
        var reader = new CountedReader();
        await using var host = await StartAsync(reader.Use);
        host.Checker.Answer = (_, _) => new(Given.Revoked);
        await host.WhenAsync(host.Health.CheckNowAsync("one"));

        var report = (await host.Health.GetAsync("one"))!;

        (report.Snapshot.Status, report.Stale, reader.Reads).Should().Be((IntegrationStatus.Unhealthy, false, 0));
        (await host.Health.GetAsync("two")).Should().BeNull();
        reader.Reads.Should().Be(1, "storage may hold what this host does not watch");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task GetAsync_AnotherHostMayCommit_AsksStorage(bool sharedStore, bool sharedQueue)
    {
        var reader = new CountedReader();
        await using var host = await StartAsync(health =>
        {
            reader.Use(health);
            if (sharedStore)
                FaultyResultStore.Use(health);
            if (sharedQueue)
                health.Services.AddSingleton<ICheckQueue, FaultyQueue>();
        });
        var before = reader.Reads;

        (await host.Health.GetAsync("one"))!.Snapshot.Status.Should().Be(IntegrationStatus.Healthy);

        reader.Reads.Should().Be(before + 1);
    }

    [Fact]
    public async Task GetAsync_StorageTakesNoResults_IsAskedWhetherItIsThere()
    {
        var reader = new CountedReader();
        await using var host = await StartAsync(health =>
        {
            FaultyResultStore.Use(health);
            reader.Use(health);
        });
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        (store.IsShared, store.Away) = (false, true);
        var check = host.Health.CheckNowAsync("one");
        await host.UntilAsync(() => host.Services.GetRequiredService<WriterState>().FailingSince is not null, "the result could not be written");
        var before = reader.Reads;

        await host.Health.GetAsync("one");

        reader.Reads.Should().Be(before + 1);
        store.Away = false;
        await host.WhenAsync(check);
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

    private sealed class CountedReader : IHealthReader
    {
        private InMemoryHealthReader _inner = null!;

        public int Reads { get; private set; }

        public void Use(IIntegrationHealthBuilder health) => health.Services.AddSingleton<IHealthReader>(provider =>
        {
            _inner = ActivatorUtilities.CreateInstance<InMemoryHealthReader>(provider);
            return this;
        });

        public Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        {
            Reads++;
            return _inner.GetAsync(ids, cancellationToken);
        }

        public Task<HealthPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken) => _inner.QueryAsync(query, cancellationToken);
    }
}
