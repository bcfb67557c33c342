using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.InMemory;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Catalog;

public sealed class IntegrationSourceTests
{
    private readonly SourceScript _script = new();

    [Fact]
    public async Task FirstRead_SeveralPages_AddsAllAndThenReadsOnFromTheCursor()
    {
        _script.Add(Page("1", ["a", "b"], hasMore: true));
        _script.Add(Page("2", ["c"]));
        await using var host = await StartAsync();

        await host.UntilAsync(() => host.Checker.CountOf("a") + host.Checker.CountOf("b") + host.Checker.CountOf("c") == 3, "all are checked");
        await host.UntilAsync(() => _script.Cursors.Count == 3, "it is read again", TimeSpan.FromMinutes(1));

        _script.Cursors.Should().Equal(null, "1", "2");
        host.Monitored("a").Integration.Origin.Should().Be(IntegrationOrigin.Source);
    }

    [Fact]
    public async Task LaterRead_ChangedAndRemoved_AreApplied()
    {
        _script.Add(Page("1", ["a", "b"]));
        await using var host = await StartAsync();
        await host.UntilAsync(() => host.Catalog.List().Count == 2, "both are there");

        _script.Add(new() { Cursor = "2", Changed = [FlowHost.Scripted("a") with { Name = "New" }], RemovedIds = ["b", "unknown"] });

        await host.UntilAsync(() => host.Catalog.List().Count == 1, "one is gone");
        host.Monitored("a").Integration.Name.Should().Be("New");
    }

    [Fact]
    public async Task LaterRead_SaysTheSame_ChecksNothingAnew()
    {
        _script.Add(Page("1", ["a"]));
        await using var host = await StartAsync();
        await host.UntilAsync(() => host.Checker.CountOf("a") == 1, "checked");
        _script.Add(Page("2", ["a"]));

        await host.UntilAsync(() => _script.Cursors.Contains("2"), "read twice more");

        host.Checker.CountOf("a").Should().Be(1);
    }

    [Fact]
    public async Task FirstRead_StoredButNoLongerNamed_IsRemoved()
    {
        _script.Add(Page("1", ["a"]));
        await using var host = await StartAsync(services => Store(services, "a", "old"));

        await host.UntilAsync(() => host.Catalog.List().Count == 1, "what nobody names is gone");

        host.Catalog.List().Single().Id.Should().Be("a");
    }

    [Fact]
    public async Task FirstRead_SourceFails_RemovesNothingAndTriesAgain()
    {
        _script.Fail = true;
        await using var host = await StartAsync(services => Store(services, "a", "old"));
        await host.PassAsync(TimeSpan.FromMinutes(2));
        host.Catalog.List().Should().HaveCount(2, "a source that cannot be read says nothing");

        _script.Add(Page("1", ["a"]));
        _script.Fail = false;

        await host.UntilAsync(() => host.Catalog.List().Count == 1, "read at last");
    }

    [Fact]
    public async Task FirstRead_BreaksOffAndBeginsAnew_ForgetsWhatTheBrokenOneNamed()
    {
        _script.Add(Page("1", ["a", "old"], hasMore: true));
        _script.FailAt = 2;
        await using var host = await StartAsync();
        await host.UntilAsync(() => _script.Cursors.Count == 2, "the second page fails");
        _script.Add(Page("2", ["a"]));

        await host.UntilAsync(() => host.Catalog.List().Count == 1, "the whole is read anew, and no longer names the other");
    }

    [Fact]
    public async Task Read_RowsThatAreNotAllowed_HideNoOthers()
    {
        await using var host = await StartAsync(health: health => health.AddIntegration(FlowHost.Scripted("fixed")));
        _script.Add(new()
        {
            Cursor = "1",
            Changed =
            [
                FlowHost.Scripted("bad id"), FlowHost.Scripted("fixed"), FlowHost.Scripted("x") with { Provider = "none" },
                FlowHost.Scripted(null!), FlowHost.Scripted("y") with { Provider = null! }, FlowHost.Scripted("z", null!),
                FlowHost.Scripted("w") with { Tags = null!, Settings = default }, FlowHost.Scripted("good"),
            ],
        });

        await host.UntilAsync(() => host.Checker.CountOf("good") == 1, "the good one is watched");

        host.Catalog.List().Select(integration => integration.Id).Should().BeEquivalentTo("fixed", "good");
        host.Monitored("fixed").Integration.Origin.Should().Be(IntegrationOrigin.Code);
    }

    [Fact]
    public async Task FirstRead_StorageAwayWhenRemoving_TriesAgainAndEndsNothing()
    {
        _script.Add(Page("1", ["a"]));
        await using var host = await StartAsync(services =>
        {
            Store(services, "a", "old");
            services.AddSingleton<StubbornStore>();
            services.AddSingleton<IIntegrationStore>(provider => provider.GetRequiredService<StubbornStore>());
        });
        await host.UntilAsync(() => host.Services.GetRequiredService<StubbornStore>().Refusals > 1, "it is tried again");

        host.Services.GetRequiredService<StubbornStore>().Away = false;

        await host.UntilAsync(() => host.Catalog.List().Count == 1, "removed at last");
    }

    [Fact]
    public async Task Read_Paused_IsPausedAndResumedWithTheTable()
    {
        _script.Add(new() { Cursor = "1", Changed = [FlowHost.Scripted("a") with { Enabled = false }] });
        await using var host = await StartAsync();
        await host.UntilAsync(() => host.Catalog.List().Count == 1 && host.Monitored("a").Snapshot.Status == IntegrationStatus.Paused, "paused");

        _script.Add(Page("2", ["a"]));

        await host.UntilAsync(() => host.Monitored("a").Snapshot.Status == IntegrationStatus.Healthy, "resumed and checked");
    }

    [Fact]
    public async Task Read_StoredPausedButNotWatched_IsResumedWithTheTable()
    {
        var state = new InMemoryState();
        var retired = FlowHost.Scripted("a") with { Origin = IntegrationOrigin.Source, Enabled = false, Interval = TimeSpan.FromMilliseconds(5) };
        state.Entries["a"] = new InMemoryEntry(retired, HealthSnapshot.Initial("a", default) with { Version = 3, Status = IntegrationStatus.Paused });
        await using var host = await StartAsync(services => services.AddSingleton(state));

        _script.Add(Page("1", ["a"]));

        await host.UntilAsync(() => host.Catalog.List().Count == 1 && host.Monitored("a").Snapshot.Status == IntegrationStatus.Healthy, "resumed and checked");
    }

    private static IntegrationSourcePage Page(string cursor, string[] ids, bool hasMore = false) =>
        new() { Cursor = cursor, Changed = [.. ids.Select(id => FlowHost.Scripted(id))], HasMore = hasMore };

    private static void Store(IServiceCollection services, params string[] ids)
    {
        var state = new InMemoryState();
        foreach (var id in ids)
        {
            var integration = FlowHost.Scripted(id) with { Origin = IntegrationOrigin.Source };
            state.Entries[id] = new InMemoryEntry(integration, HealthSnapshot.Initial(id, default));
        }

        services.AddSingleton(state);
    }

    private Task<FlowHost> StartAsync(Action<IServiceCollection>? services = null, Action<IIntegrationHealthBuilder>? health = null) => FlowHost.StartAsync(builder =>
    {
        builder.Services.AddSingleton(_script);
        builder.AddIntegrationSource<ScriptedSource>();
        services?.Invoke(builder.Services);
        health?.Invoke(builder);
    });

    private sealed class SourceScript
    {
        private readonly Queue<IntegrationSourcePage> _pages = new();

        public List<string?> Cursors { get; } = [];

        public bool Fail { get; set; }

        public int FailAt { get; set; }

        public void Add(IntegrationSourcePage page)
        {
            lock (_pages)
                _pages.Enqueue(page);
        }

        public IntegrationSourcePage Read(string? cursor)
        {
            lock (_pages)
            {
                Cursors.Add(cursor);
                if (Fail || Cursors.Count == FailAt)
                    throw new InvalidOperationException("The table is away.");
                return _pages.TryDequeue(out var page) ? page : new() { Cursor = cursor ?? "0" };
            }
        }
    }

    private sealed class ScriptedSource(SourceScript script) : IIntegrationSource
    {
        public Task<IntegrationSourcePage> ReadAsync(string? cursor, CancellationToken cancellationToken) => Task.FromResult(script.Read(cursor));
    }

    private sealed class StubbornStore(InMemoryState state, TimeProvider time) : IIntegrationStore
    {
        private readonly InMemoryIntegrationStore _inner = new(state, time);

        public bool Away { get; set; } = true;

        public int Refusals { get; private set; }

        public IAsyncEnumerable<StoredIntegration> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

        public Task<bool> InsertAsync(Integration integration, CancellationToken cancellationToken) => _inner.InsertAsync(integration, cancellationToken);

        public Task UpsertAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken) =>
            _inner.UpsertAsync(integrations, cancellationToken);

        public Task ReplaceAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken) => _inner.ReplaceAsync(integrations, cancellationToken);

        public Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
        {
            if (!Away)
                return _inner.DeleteAsync(ids, cancellationToken);
            Refusals++;
            throw new InvalidOperationException("Storage is away.");
        }
    }
}
