using IntegrationHealth.Catalog;
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

/// <summary>Where nobody else commits, the health of one integration is told without asking storage, and only as long as both are the same.</summary>
public sealed class ToldFromMemoryTests
{
    private readonly CountedReader _reader = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_NobodyElseCommits_IsToldWithoutAskingStorage()
    {
        await using var host = await StartAsync();
        host.Checker.Answer = (_, _) => new(Given.Revoked);
        await host.WhenAsync(host.Health.CheckNowAsync("one"));

        var report = (await host.Health.GetAsync("one"))!;

        (report.Snapshot.Status, report.Stale, _reader.Reads).Should().Be((IntegrationStatus.Unhealthy, false, 0));
        (await host.Health.GetAsync("two")).Should().BeNull();
        _reader.Reads.Should().Be(1, "storage may hold what this host does not watch");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task GetAsync_AnotherHostMayCommit_AsksStorage(bool sharedStore, bool sharedQueue)
    {
        await using var host = await StartAsync(health =>
        {
            if (sharedStore)
                FaultyResultStore.Use(health);
            if (sharedQueue)
                health.Services.AddSingleton<ICheckQueue, FaultyQueue>();
        });
        var before = _reader.Reads;

        (await host.Health.GetAsync("one"))!.Snapshot.Status.Should().Be(IntegrationStatus.Healthy);

        _reader.Reads.Should().Be(before + 1);
    }

    [Fact]
    public async Task GetAsync_StorageTakesNoResults_IsAskedWhetherItIsThere()
    {
        await using var host = await StartAsync(FaultyResultStore.Use);
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        (store.IsShared, store.Away) = (false, true);
        var check = host.Health.CheckNowAsync("one");
        await host.UntilAsync(() => host.Services.GetRequiredService<WriterState>().FailingSince is not null, "the result could not be written");
        var before = _reader.Reads;

        await host.Health.GetAsync("one");

        _reader.Reads.Should().Be(before + 1);
        store.Away = false;
        await host.WhenAsync(check);
    }

    [Fact]
    public async Task GetAsync_BeingRemoved_IsGoneAsSoonAsInStorage()
    {
        await using var host = await StartAsync(HeldStore.Use);
        var store = host.Services.GetRequiredService<HeldStore>();
        await host.Catalog.AddAsync(FlowHost.Scripted("two"), Stop);
        store.Held = new TaskCompletionSource();

        var removal = host.Catalog.RemoveAsync("two", Stop);
        (await host.Health.GetAsync("two", Stop)).Should().BeNull();

        store.Held.SetResult();
        (await removal).Should().BeTrue();
    }

    [Fact]
    public async Task GetAsync_AfterAChangeThatFailed_AsksStorage_UntilOneSucceeds()
    {
        await using var host = await StartAsync(HeldStore.Use);
        var store = host.Services.GetRequiredService<HeldStore>();
        await host.Catalog.AddAsync(FlowHost.Scripted("two"), Stop);
        store.Held = new TaskCompletionSource();
        store.Held.SetException(new IOException("The answer was lost."));

        await FluentActions.Awaiting(() => host.Catalog.UpdateAsync(FlowHost.Scripted("two") with { Name = "Lost" }, Stop)).Should().ThrowAsync<IOException>();
        (await host.Health.GetAsync("two", Stop))!.Integration.Name.Should().Be("Lost", "so it was stored");

        store.Held = null;
        await host.Catalog.UpdateAsync(FlowHost.Scripted("two") with { Name = "Found" }, Stop);
        var before = _reader.Reads;
        (await host.Health.GetAsync("two", Stop))!.Integration.Name.Should().Be("Found");
        _reader.Reads.Should().Be(before);
    }

    private Task<FlowHost> StartAsync(Action<IIntegrationHealthBuilder>? configure = null) => StartedAsync(health =>
    {
        health.AddIntegration(FlowHost.Scripted("one"));
        _reader.Use(health);
        configure?.Invoke(health);
    });

    private static async Task<FlowHost> StartedAsync(Action<IIntegrationHealthBuilder> configure)
    {
        var host = await FlowHost.StartAsync(configure);
        await host.UntilAsync(() => host.Monitored("one") is { Snapshot.Version: 1, Checking: false }, "a first check");
        return host;
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

    /// <summary>Stores a change, and then takes its time to say so.</summary>
    private sealed class HeldStore(InMemoryState state, TimeProvider time) : IIntegrationStore
    {
        private readonly InMemoryIntegrationStore _inner = new(state, time);

        public TaskCompletionSource? Held { get; set; }

        public static void Use(IIntegrationHealthBuilder health)
        {
            health.Services.AddSingleton<HeldStore>();
            health.Services.AddSingleton<IIntegrationStore>(provider => provider.GetRequiredService<HeldStore>());
        }

        public IAsyncEnumerable<StoredIntegration> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

        public Task<bool> InsertAsync(Integration integration, CancellationToken cancellationToken) => _inner.InsertAsync(integration, cancellationToken);

        public Task UpsertAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken) =>
            HoldAsync(_inner.UpsertAsync(integrations, cancellationToken));

        public Task ReplaceAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken) =>
            HoldAsync(_inner.ReplaceAsync(integrations, cancellationToken));

        public Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => HoldAsync(_inner.DeleteAsync(ids, cancellationToken));

        private async Task HoldAsync(Task change)
        {
            await change;
            if (Held is { } held)
                await held.Task;
        }
    }
}
