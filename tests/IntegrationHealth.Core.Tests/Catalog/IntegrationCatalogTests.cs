using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.InMemory;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Catalog;

public sealed class IntegrationCatalogTests
{
    private static readonly Integration One = FlowHost.Scripted("one");

    [Fact]
    public async Task AddAsync_New_IsStoredKnownAndCheckedAtOnce()
    {
        await using var host = await FlowHost.StartAsync();

        await host.Catalog.AddAsync(One with { Origin = IntegrationOrigin.Code }, TestContext.Current.CancellationToken);

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Healthy, "checked", TimeSpan.FromSeconds(1));
        host.Catalog.TryGet("one", out var known).Should().BeTrue();
        known!.Origin.Should().Be(IntegrationOrigin.Runtime, "whoever adds at run time is not trusted like code");
        host.Catalog.List().Should().ContainSingle();
        (await StoredAsync(host)).Should().Equal("one");
    }

    [Fact]
    public async Task AddAsync_NotAllowed_NamesEveryFaultAndAddsNothing()
    {
        await using var host = await FlowHost.StartAsync(health => health.AddIntegration(One));

        var adding = () => host.Catalog.AddAsync(One with { Name = "", Interval = TimeSpan.FromMilliseconds(5) });

        (await adding.Should().ThrowAsync<IntegrationValidationException>()).Which.Errors.Select(error => error.Field)
            .Should().BeEquivalentTo("id", "name", "interval");
        host.Catalog.List().Should().ContainSingle();
    }

    [Fact]
    public async Task AddAsync_Paused_IsNeverChecked()
    {
        await using var host = await FlowHost.StartAsync();

        await host.Catalog.AddAsync(One with { Enabled = false });

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Paused, "paused");
        await host.PassAsync(TimeSpan.FromMinutes(6));
        host.Checker.CountOf("one").Should().Be(0);
    }

    [Fact]
    public async Task UpdateAsync_Unknown_IsFalse()
    {
        await using var host = await FlowHost.StartAsync();

        (await host.Catalog.UpdateAsync(One)).Should().BeFalse();
        (await host.Catalog.RemoveAsync("one")).Should().BeFalse();
        (await host.Catalog.CredentialChangedAsync("one")).Should().BeFalse();
        host.Catalog.TryGet("one", out _).Should().BeFalse();
    }

    [Fact]
    public async Task UpdateAsync_NotAllowed_ChangesNothing()
    {
        await using var host = await StartedAsync();

        await FluentActions.Awaiting(() => host.Catalog.UpdateAsync(One with { Provider = "none" }))
            .Should().ThrowAsync<IntegrationValidationException>().WithMessage("*'none'*registered are: github, gmail, google-calendar, http, hubspot, jira, microsoft-graph, notion, salesforce, scripted, slack, stripe*");

        host.Monitored("one").Integration.Provider.Should().Be("scripted");
    }

    [Fact]
    public async Task UpdateAndRemove_FixedInCode_AreRefused()
    {
        await using var host = await FlowHost.StartAsync(health => health.AddIntegration(One));

        await FluentActions.Awaiting(() => host.Catalog.UpdateAsync(One)).Should().ThrowAsync<IntegrationValidationException>().WithMessage("*Code*");
        await FluentActions.Awaiting(() => host.Catalog.RemoveAsync("one")).Should().ThrowAsync<IntegrationValidationException>();
    }

    [Fact]
    public async Task UpdateAsync_Renamed_KeepsTheStateAndChecksAtOnce()
    {
        await using var host = await StartedAsync();
        var asked = "";
        host.Checker.Answer = (context, _) =>
        {
            asked = context.Integration.Name;
            return new(Given.Revoked);
        };

        await host.Catalog.UpdateAsync(One with { Name = "New name" });

        await host.UntilAsync(() => host.Events.All.LastOrDefault()?.After.Status == IntegrationStatus.Unhealthy, "checked and told", TimeSpan.FromSeconds(1));
        host.Monitored("one").Snapshot.Version.Should().Be(2, "the old state goes on");
        host.Events.All.Last().Integration.Name.Should().Be("New name");
        asked.Should().Be("New name", "the check is that of the new definition");
    }

    [Fact]
    public async Task AddAsync_AgainUnderAnIdThatWasChecked_ChecksTheNewOne()
    {
        await using var host = await StartedAsync();
        await host.Catalog.RemoveAsync("one");
        var asked = "";
        host.Checker.Answer = (context, _) =>
        {
            asked = context.Integration.Name;
            return new(CheckResult.Success());
        };

        await host.Catalog.AddAsync(One with { Name = "Another" });

        await host.UntilAsync(() => asked.Length > 0, "it is checked");
        asked.Should().Be("Another");
    }

    [Fact]
    public async Task UpdateAsync_CheckUnderWay_ItsResultCountsAndNoSecondRunsBeside()
    {
        await using var host = await StartedAsync();
        var answer = new TaskCompletionSource<CheckResult>();
        host.Checker.Answer = (_, _) => new(answer.Task);
        await host.Catalog.CredentialChangedAsync("one");
        await host.UntilAsync(() => host.Checker.CountOf("one") == 2, "the check is under way");

        await host.Catalog.UpdateAsync(One with { Name = "New name" });
        host.Monitored("one").Checking.Should().BeTrue("the check does not end with its definition");
        await host.PassAsync(TimeSpan.FromSeconds(1));
        host.Checker.CountOf("one").Should().Be(2);
        answer.SetResult(Given.Revoked);

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Unhealthy, "its result counts");
        await host.UntilAsync(() => host.Checker.CountOf("one") == 3, "the new definition is checked as soon as the old check is over", TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task UpdateAsync_CheckHangs_TheNewDefinitionDoesNotPileUp()
    {
        await using var host = await StartedAsync();
        var never = new TaskCompletionSource<CheckResult>();
        host.Checker.Answer = (_, _) => new(never.Task);
        await host.Catalog.CredentialChangedAsync("one");
        await host.UntilAsync(() => host.Monitored("one").Orphan is not null, "it is let go");

        await host.Catalog.UpdateAsync(One with { Name = "New name" });
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Version >= 3, "the next check is committed");

        host.Checker.CountOf("one").Should().Be(2);
        never.SetResult(CheckResult.Success());
    }

    [Fact]
    public async Task UpdateAsync_PausedAndResumedAtOnce_IsCheckedAgain()
    {
        await using var host = await StartedAsync();

        await host.Catalog.UpdateAsync(One with { Enabled = false });
        await host.Catalog.UpdateAsync(One);

        await host.UntilAsync(() => host.Events.All.Count(change => change.Result is null) == 2, "both are committed", TimeSpan.FromSeconds(5));
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Healthy, "checked", TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task UpdateAsync_PausedWhileChecking_IgnoresTheResult()
    {
        await using var host = await StartedAsync();
        var answer = new TaskCompletionSource<CheckResult>();
        host.Checker.Answer = (_, _) => new(answer.Task);
        await host.Catalog.CredentialChangedAsync("one");
        await host.UntilAsync(() => host.Checker.CountOf("one") == 2, "the check is under way");

        await host.Catalog.UpdateAsync(One with { Enabled = false });
        answer.SetResult(Given.Revoked);
        await host.PassAsync(TimeSpan.FromMinutes(10));

        host.Monitored("one").Snapshot.Status.Should().Be(IntegrationStatus.Paused);
        host.Checker.CountOf("one").Should().Be(2);
    }

    [Fact]
    public async Task RemoveAsync_Known_IsGoneEverywhere()
    {
        await using var host = await StartedAsync();

        (await host.Catalog.RemoveAsync("one")).Should().BeTrue();

        host.Catalog.List().Should().BeEmpty();
        (await StoredAsync(host)).Should().BeEmpty();
        await host.PassAsync(TimeSpan.FromMinutes(6));
        host.Checker.CountOf("one").Should().Be(1);
    }

    [Fact]
    public async Task CredentialChangedAsync_BackedOff_IsCheckedAtOnce()
    {
        await using var host = await StartedAsync();
        host.Checker.Answer = (_, _) => new(Given.Revoked);
        await host.Catalog.CredentialChangedAsync("one");
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Unhealthy, "revoked");
        host.Checker.Answer = (_, _) => new(CheckResult.Success());

        (await host.Catalog.CredentialChangedAsync("one")).Should().BeTrue();

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Recovering is not null, "checked", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task CredentialChangedAsync_Paused_ChecksNothing()
    {
        await using var host = await FlowHost.StartAsync();
        await host.Catalog.AddAsync(One with { Enabled = false });

        (await host.Catalog.CredentialChangedAsync("one")).Should().BeTrue();

        await host.PassAsync(TimeSpan.FromSeconds(5));
        host.Checker.CountOf("one").Should().Be(0);
    }

    [Fact]
    public async Task StoredButNotWatched_IsTakenCanBeRepairedAndRemoved()
    {
        var state = new InMemoryState();
        var retired = FlowHost.Scripted("one", owner: "bob") with { Provider = "retired" };
        state.Entries.Add("one", new InMemoryEntry(retired, HealthSnapshot.Initial("one", default) with { Version = 3, Status = IntegrationStatus.Paused }));
        state.Entries.Add("two", new InMemoryEntry(retired with { Id = "two" }, HealthSnapshot.Initial("two", default)));
        await using var host = await FlowHost.StartAsync(health => health.Services.AddSingleton(state));

        (await FluentActions.Awaiting(() => host.Catalog.AddAsync(One)).Should().ThrowAsync<IntegrationValidationException>("bob's history would become alice's"))
            .Which.Errors.Should().ContainSingle(error => error.Field == "id");
        (await host.Catalog.ChangeAsync("one", before => before with { Provider = "scripted" }))!.OwnerId.Should().Be("bob");
        (await host.Catalog.RemoveAsync("two")).Should().BeTrue();

        await host.UntilAsync(() => host.Monitored("one") is { Checking: false, Snapshot: { Status: IntegrationStatus.Healthy, Version: >= 5 } }, "resumed and checked");
        state.Entries.Keys.Should().Equal("one");
    }

    [Fact]
    public async Task ChangeAsync_TwoAtOnce_NeitherOverwritesTheOther()
    {
        await using var host = await StartedAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            Task.Run(() => host.Catalog.ChangeAsync("one", before => before with { Tags = [.. before.Tags, $"t{number}"] }))));

        host.Monitored("one").Integration.Tags.Should().HaveCount(20);
        (await host.Catalog.ChangeAsync("unknown", before => before)).Should().BeNull();
    }

    [Fact]
    public async Task UpdateAsync_PausedGivenToAnother_IsPaused()
    {
        await using var host = await FlowHost.StartAsync();
        await host.Catalog.AddAsync(One with { Enabled = false });
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Paused, "paused");

        await host.Catalog.UpdateAsync(One with { OwnerId = "bob", Enabled = false });

        await host.UntilAsync(() => host.Monitored("one") is { Integration.OwnerId: "bob", Snapshot.Status: IntegrationStatus.Paused }, "the new one is paused too");
    }

    /// <summary>What was read is older than what this host has committed meanwhile.</summary>
    [Fact]
    public async Task RefreshAsync_CommittedWhileItWasRead_IsNoOtherIntegration()
    {
        var state = new InMemoryState();
        var slow = new SlowReader(new InMemoryHealthReader(state));
        await using var host = await FlowHost.StartAsync(health =>
        {
            health.Services.AddSingleton(state);
            health.Services.AddSingleton<IHealthReader>(slow);
        });
        await host.Catalog.AddAsync(One);
        await host.UntilAsync(() => host.Monitored("one") is { Snapshot.Version: 1, Checking: false }, "a first check");
        var departed = new List<string>();
        var catalog = host.Services.GetRequiredService<IntegrationCatalog>();
        catalog.Departed += gone => departed.AddRange(gone.Select(departure => departure.Before.Id));
        var before = host.Monitored("one").State;

        slow.AfterReading = async () =>
        {
            host.Checker.Answer = (_, _) => new(Given.Revoked);
            await host.Catalog.CredentialChangedAsync("one");
            await host.UntilAsync(() => host.Monitored("one") is { Snapshot.Version: 2, Checking: false }, "committed behind the read");
        };
        await catalog.RefreshAsync(["one"], TestContext.Current.CancellationToken);

        departed.Should().BeEmpty();
        host.Monitored("one").State.Should().BeSameAs(before);
        host.Monitored("one").Snapshot.Version.Should().Be(2);
    }

    private sealed class SlowReader(InMemoryHealthReader inner) : IHealthReader
    {
        /// <summary>What happens between a read and its answer; once.</summary>
        public Func<Task>? AfterReading { get; set; }

        public async Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        {
            var found = await inner.GetAsync(ids, cancellationToken);
            if (AfterReading is { } after)
            {
                AfterReading = null;
                await after();
            }

            return found;
        }

        public Task<HealthPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken) => inner.QueryAsync(query, cancellationToken);
    }

    private static async Task<FlowHost> StartedAsync()
    {
        var host = await FlowHost.StartAsync();
        await host.Catalog.AddAsync(One);
        await host.UntilAsync(() => host.Monitored("one") is { Snapshot.Version: 1, Checking: false }, "a first check");
        return host;
    }

    [Fact]
    public async Task Departed_RemovedOrReplacedHereOrByAnotherHost_TellsWhatItWas()
    {
        await using var host = await FlowHost.StartAsync();
        var catalog = host.Services.GetRequiredService<IntegrationCatalog>();
        var store = host.Services.GetRequiredService<IIntegrationStore>();
        var departed = new List<string>();
        catalog.Departed += gone => departed.AddRange(gone.Select(departure => $"{departure.Before.Id} of {departure.Before.OwnerId}"));
        foreach (var id in (string[])["removed", "given", "renamed", "removedElsewhere", "givenElsewhere", "renamedElsewhere"])
            await catalog.AddAsync(Of(id, "alice"), TestContext.Current.CancellationToken);

        await catalog.RemoveAsync("removed", TestContext.Current.CancellationToken);
        await catalog.UpdateAsync(Of("given", "bob"), TestContext.Current.CancellationToken);
        await catalog.UpdateAsync(Of("renamed", "alice") with { Name = "Other" }, TestContext.Current.CancellationToken);
        departed.Should().Equal("removed of alice", "given of alice");
        departed.Clear();

        await store.DeleteAsync(["removedElsewhere"], TestContext.Current.CancellationToken);
        await store.ReplaceAsync([Stored(catalog, "givenElsewhere") with { OwnerId = "bob" }], TestContext.Current.CancellationToken);
        await store.UpsertAsync([Stored(catalog, "renamedElsewhere") with { Name = "Other" }], TestContext.Current.CancellationToken);
        // Hosts of an older version name one twice that changed twice.
        await catalog.RefreshAsync(["removedElsewhere", "givenElsewhere", "renamedElsewhere", "renamedElsewhere", "removedElsewhere"], TestContext.Current.CancellationToken);
        departed.Should().BeEquivalentTo("removedElsewhere of alice", "givenElsewhere of alice");
        Stored(catalog, "givenElsewhere").OwnerId.Should().Be("bob");
        Stored(catalog, "renamedElsewhere").Name.Should().Be("Other");

        // Paused: no check brings a state of its own.
        static Integration Of(string id, string owner) => FlowHost.Scripted(id) with { OwnerId = owner, Enabled = false };
        static Integration Stored(IntegrationCatalog catalog, string id) => catalog.TryGet(id, out var found) ? found : throw new InvalidOperationException(id);
    }

    private static async Task<List<string>> StoredAsync(FlowHost host)
    {
        var ids = new List<string>();
        await foreach (var stored in host.Services.GetRequiredService<IIntegrationStore>().ListAsync(CancellationToken.None))
            ids.Add(stored.Integration.Id);
        return ids;
    }
}
