using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Writing;

public sealed class ResultWriterTests
{
    [Fact]
    public async Task WriteAsync_StorageAwayThenBack_LosesNothingAndKeepsTheOrder()
    {
        await using var host = await StartAsync("one", "two");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Written.Clear();
        store.Away = true;
        for (var number = 0; number < 20; number++)
            await WriteAsync(host, number % 2 == 0 ? "one" : "two", number % 3 == 0 ? Given.Revoked : Given.Success, number);
        await host.UntilAsync(() => store.Attempts > 5, "several attempts fail");
        store.Written.Should().BeEmpty();

        store.Away = false;
        await host.UntilAsync(() => store.Written.Count(write => write.History is not null) >= 20, "all are written");

        foreach (var written in store.Written.GroupBy(write => write.Snapshot.IntegrationId))
        {
            written.Select(write => write.ExpectedVersion).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
            written.Select(write => write.History!.CheckedAt).Should().BeInAscendingOrder();
            written.Should().OnlyContain(write => write.Snapshot.Version == write.ExpectedVersion + 1);
        }
    }

    [Fact]
    public async Task WriteAsync_TwoResultsOfOneIntegration_TheSecondIsJudgedByTheFirst()
    {
        await using var host = await StartAsync("one");
        var version = host.Monitored("one").Snapshot.Version;

        await WriteAsync(host, "one", Given.Refused, 0);
        await WriteAsync(host, "one", Given.Refused, 1);
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Version >= version + 2, "both are committed");

        host.Monitored("one").Snapshot.Confirming.Should().Be(new StatusProgress(2, 3));
    }

    [Fact]
    public async Task WriteAsync_AnotherHostCameFirst_IsJudgedAnewByItsState()
    {
        await using var host = await StartAsync("one");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Before = (inner, batch) => WriteAsOtherHost(inner, batch[0], snapshot => snapshot with { ConsecutiveFailures = 2, FailingSince = Given.Noon });

        await WriteAsync(host, "one", Given.Refused, 0);
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Unhealthy, "the third failure in a row counts");

        (await ReadAsync(host, "one")).Should().Be(host.Monitored("one").Snapshot);
    }

    [Fact]
    public async Task WriteAsync_FirstResultAndAnotherHostPaused_IsNotLostInRepetition()
    {
        await using var host = await StartAsync("one");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Before = (inner, batch) => WriteAsOtherHost(inner, batch[0], snapshot => snapshot with { LastCheckedAt = null });

        await WriteAsync(host, "one", Given.Revoked, 0);

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Unhealthy, "it is judged anew");
    }

    [Fact]
    public async Task WriteAsync_AnotherHostHasANewerResult_IsDropped()
    {
        await using var host = await StartAsync("one");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Before = (inner, batch) => WriteAsOtherHost(inner, batch[0],
            snapshot => snapshot with { LastCheckedAt = host.Time.GetUtcNow().AddHours(1), Data = new Dictionary<string, string> { ["by"] = "other" } });

        await WriteAsync(host, "one", Given.Revoked, 0);
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Data is not null, "the other's state is taken over");
        await host.PassAsync(TimeSpan.FromSeconds(1));

        host.Monitored("one").Snapshot.Status.Should().Be(IntegrationStatus.Healthy);
        (await ReadAsync(host, "one")).Data.Should().ContainKey("by");
    }

    [Fact]
    public async Task WriteAsync_PauseRefusedTwiceAndThenResumed_KeepsTheOrderOfThePerson()
    {
        await using var host = await StartAsync();
        await host.Catalog.AddAsync(FlowHost.Scripted("one"));
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Healthy, "a first check");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Before = async (inner, batch) =>
        {
            await WriteAsOtherHost(inner, batch[0], snapshot => snapshot);
            store.Before = (again, second) => WriteAsOtherHost(again, second[0], snapshot => snapshot);
        };

        await host.Catalog.UpdateAsync(FlowHost.Scripted("one") with { Enabled = false });
        await host.Catalog.UpdateAsync(FlowHost.Scripted("one"));

        await host.UntilAsync(() => store.Before is null && host.Events.All.Any(change => change.Result is null && change.After.Status == IntegrationStatus.Unknown),
            "paused and resumed");
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Healthy, "checked again");
        host.Events.All.Where(change => change.Result is null).Select(change => change.After.Status)
            .Should().Equal(IntegrationStatus.Paused, IntegrationStatus.Unknown);
    }

    [Fact]
    public async Task WriteAsync_RefusedWithoutEnd_DoesNotHammerTheProvider()
    {
        await using var host = await StartAsync("one");
        host.Services.GetRequiredService<FaultyResultStore>().RefuseAll = true;
        var before = host.Checker.CountOf("one");

        await host.PassAsync(TimeSpan.FromMinutes(11));

        (host.Checker.CountOf("one") - before).Should().BeInRange(1, 4, "one check an interval, whatever storage says");
    }

    [Fact]
    public async Task WriteAsync_ResultThatCannotBeJudged_StopsNeitherTheOthersNorItsIntegration()
    {
        await using var host = await StartAsync("one", "two");
        host.Monitored("one").Checking = true;
        var nonsense = CheckResult.Success() with { Outcome = CheckOutcome.Failed };
        await host.Services.GetRequiredService<ResultWriter>().WriteAsync(
            new PendingWrite(host.Monitored("one")) { Lease = new("one", 0, default, default), Observation = new(nonsense, host.Time.GetUtcNow(), 1) }, CancellationToken.None);
        await WriteAsync(host, "two", Given.Revoked, 0);

        await host.UntilAsync(() => host.Monitored("two").Snapshot.Status == IntegrationStatus.Unhealthy, "the other is written");
        host.Monitored("one").Checking.Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task WriteAsync_OneResultCannotBeStored_TheOthersAreAndItGoesOnLater(int place)
    {
        string[] ids = [.. Enumerable.Range(0, 9).Select(i => $"i{i}")];
        await using var host = await StartAsync(ids);
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Poison = ids[place];
        var version = host.Monitored(ids[place]).Snapshot.Version;

        foreach (var id in ids)
            await WriteAsync(host, id, Given.Revoked, 0);
        await host.UntilAsync(() => ids.Count(id => host.Monitored(id).Snapshot.Status == IntegrationStatus.Unhealthy) == 8, "the others are written");

        host.Monitored(ids[place]).Snapshot.Version.Should().Be(version);
        store.Poison = null;
        await WriteAsync(host, ids[place], Given.Revoked, 1);
        await host.UntilAsync(() => host.Monitored(ids[place]).Snapshot.Status == IntegrationStatus.Unhealthy, "its next result is written");
    }

    /// <summary>
    /// Where it is locked from the first attempt on nothing is looked through at all; where it is locked while a batch is looked through (attempts 4 to 10 here),
    /// what could not be tried is no poison.
    /// </summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(4, "i8")]
    [InlineData(5, "i8")]
    [InlineData(7, "i0")]
    public async Task WriteAsync_StorageIsLocked_NoResultIsLost(int lockedAfter, string? poison)
    {
        string[] ids = [.. Enumerable.Range(0, 9).Select(i => $"i{i}")];
        await using var host = await StartAsync(ids);
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        (store.LockedAfter, store.LockedFor, store.Poison) = (store.Attempts + lockedAfter, 4, poison);

        foreach (var id in ids)
            await WriteAsync(host, id, Given.Revoked, 0);
        await host.UntilAsync(() => ids.Count(id => host.Monitored(id).Snapshot.Status == IntegrationStatus.Unhealthy) == ids.Length - (poison is null ? 0 : 1), "all are written");

        store.LockedFor.Should().Be(0, "it was locked meanwhile");
    }

    [Fact]
    public async Task WriteAsync_OneResultCannotBeStored_ItsIntegrationIsCheckedAgain()
    {
        await using var host = await StartAsync("one", "two");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Poison = "one";
        var checks = host.Checker.CountOf("one");

        await host.PassAsync(TimeSpan.FromMinutes(6));
        store.Poison = null;
        await host.UntilAsync(() => host.Checker.CountOf("one") > checks + 1 && host.Monitored("one").Snapshot.Version > 1, "it is checked again");
    }

    [Fact]
    public async Task WriteAsync_OneResultCannotBeStored_WhoWaitsForItIsTold()
    {
        await using var host = await StartAsync("one", "two");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        var waiters = host.Services.GetRequiredService<IntegrationHealth.Realtime.CommitWaiters>();
        store.Poison = "one";
        var commit = waiters.NextCommit("one");

        await WriteAsync(host, "one", Given.Revoked, 0);
        await WriteAsync(host, "two", Given.Revoked, 0);
        await host.UntilAsync(() => host.Monitored("two").Snapshot.Status == IntegrationStatus.Unhealthy, "the other is written, the poison let go");

        await host.UntilAsync(() => commit.IsCompleted, "who waits for the result that was given up is told");
        await FluentActions.Awaiting(() => commit).Should().ThrowAsync<TimeoutException>();
    }

    [Fact]
    public async Task WriteAsync_StoredButTheAnswerLost_IsToldOnce()
    {
        await using var host = await StartAsync("one");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        var version = host.Monitored("one").Snapshot.Version;
        store.LoseAnswer = true;

        await WriteAsync(host, "one", Given.Revoked, 0);
        await host.UntilAsync(() => host.Events.All.Any(change => change.After.Status == IntegrationStatus.Unhealthy), "the event is told");

        host.Monitored("one").Snapshot.Version.Should().Be(version + 1);
        (await ReadAsync(host, "one")).Version.Should().Be(version + 1);
        host.Events.All.Count(change => change.After.Version == version + 1).Should().Be(1);
    }

    [Fact]
    public async Task WriteAsync_StorageAway_IsVisibleUntilItIsBack()
    {
        await using var host = await StartAsync("one");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        var state = host.Services.GetRequiredService<WriterState>();
        state.FailingSince.Should().BeNull();
        store.Away = true;

        await WriteAsync(host, "one", Given.Success, 0);
        await host.UntilAsync(() => state.FailingSince is not null, "the failure is seen");
        state.Waiting.Should().Be(1);
        host.Services.GetRequiredService<ResultWriter>().Waiting.Should().Be(1, "what storage did not take waits as well");
        store.Away = false;
        await host.UntilAsync(() => state.FailingSince is null, "all is well again");
    }

    [Fact]
    public async Task WriteAsync_StorageAwayForLong_HoldsSoManyAndLetsOthersWait()
    {
        // One in the batch, 10,000 of the same integration behind it, and 10,000 in line; one more may have been taken from the line meanwhile.
        const int Most = 20_002;
        await using var host = await StartAsync("one");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Written.Clear();
        store.Away = true;
        var taken = 0;
        Task next;
        for (; ; taken++)
        {
            next = WriteAsync(host, "one", Given.Success, taken).AsTask();
            // What the writer has not read yet it reads now.
            if (!next.IsCompleted)
                await host.PassAsync(TimeSpan.FromSeconds(1));
            if (!next.IsCompleted || taken > Most)
                break;
        }

        taken.Should().BeInRange(10_000, Most);
        next.IsCompleted.Should().BeFalse("memory is bounded");
        await host.UntilAsync(() => host.Services.GetRequiredService<WriterState>().FailingSince is not null, "everybody may see it");

        store.Away = false;
        await host.UntilAsync(() => next.IsCompleted, "there is room again");
        await next;
    }

    [Fact]
    public async Task StopAsync_ResultsWait_WritesThemFirst()
    {
        var host = await StartAsync("one", "two");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Written.Clear();
        for (var number = 0; number < 10; number++)
            await WriteAsync(host, number % 2 == 0 ? "one" : "two", Given.Success, number);

        await host.StopAsync();

        store.Written.Should().HaveCount(10);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task StopAsync_StorageAway_GivesUpAndStops()
    {
        var host = await StartAsync("one");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Away = true;
        await WriteAsync(host, "one", Given.Success, 0);

        await host.StopAsync();

        store.Written.Should().HaveCount(1, "only what came before");
        await host.DisposeAsync();
    }

    [Fact]
    public async Task WriteAsync_StorageAway_TheBatchThatWaitsGrows()
    {
        await using var host = await StartAsync("one", "two");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Away = true;
        var before = store.Attempts;
        await WriteAsync(host, "one", Given.Revoked, 0);
        await host.UntilAsync(() => store.Attempts > before, "a first try fails");
        store.LastTried.Should().Equal("one");

        await WriteAsync(host, "two", Given.Revoked, 0);

        // With one result alone nothing tells a result that fails for its own sake from storage that is away.
        await host.UntilAsync(() => store.LastTried is ["one", "two"], "the second is tried together with the first", TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task WriteAsync_FirstOfTwoRefused_IsNotOvertakenByTheSecond()
    {
        await using var host = await StartAsync("one");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        store.Written.Clear();
        var version = host.Monitored("one").Snapshot.Version;
        store.Before = (inner, batch) => WriteAsOtherHost(inner, batch[0], snapshot => snapshot);
        var first = host.Time.GetUtcNow();

        await WriteAsync(host, "one", Given.Refused, 0);
        await WriteAsync(host, "one", Given.Refused, 1);
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Version >= version + 3, "theirs and both of ours are stored");

        store.Written.Select(write => write.History!.CheckedAt).Should().Equal(first, first.AddMilliseconds(1));
        host.Monitored("one").Snapshot.ConsecutiveFailures.Should().Be(2);
    }

    [Fact]
    public async Task WriteAsync_ClockSetBackBeforeTheCommit_TheNextCheckIsAnIntervalAway()
    {
        var clock = new SettableClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var host = await StartAsync(clock, "one");
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        var (attempts, checks) = (store.Attempts, host.Checker.CountOf("one"));
        store.Away = true;
        await host.UntilAsync(() => store.Attempts > attempts, "a result waits for storage");

        clock.Set = TimeSpan.FromDays(-1);
        store.Away = false;

        await host.UntilAsync(() => host.Checker.CountOf("one") >= checks + 2, "it is checked again", TimeSpan.FromMinutes(12));
    }

    internal static Task<FlowHost> StartAsync(params string[] ids) => StartAsync(null, ids);

    private static async Task<FlowHost> StartAsync(FakeTimeProvider? clock, params string[] ids)
    {
        var host = await FlowHost.StartAsync(
            health =>
            {
                FaultyResultStore.Use(health);
                foreach (var id in ids)
                    health.AddIntegration(FlowHost.Scripted(id));
            },
            clock: clock);
        await host.UntilAsync(() => ids.All(id => host.Monitored(id) is { Snapshot.Version: 1, Checking: false }), "all are checked");
        return host;
    }

    internal static ValueTask WriteAsync(FlowHost host, string id, CheckResult result, int number) =>
        host.Services.GetRequiredService<ResultWriter>().WriteAsync(
            Result(host.Monitored(id), result, host.Time.GetUtcNow().AddMilliseconds(number)), CancellationToken.None);

    internal static PendingWrite Result(MonitoredIntegration monitored, CheckResult result, DateTimeOffset at) =>
        new(monitored) { Observation = new Observation(result, at, 1) };

    private static async Task WriteAsOtherHost(IResultStore store, ResultWrite ours, Func<HealthSnapshot, HealthSnapshot> change)
    {
        var healthy = Given.Healthy(ours.Snapshot.IntegrationId) with { LastCheckedAt = ours.Snapshot.LastCheckedAt?.AddMilliseconds(-1) };
        var theirs = change(healthy) with { Version = ours.Snapshot.Version };
        (await store.WriteAsync([new ResultWrite(ours.ExpectedVersion, theirs, null, [], null)], CancellationToken.None)).Should().BeEmpty();
    }

    private static async Task<HealthSnapshot> ReadAsync(FlowHost host, string id) =>
        (await host.Services.GetRequiredService<IHealthReader>().GetAsync([id], CancellationToken.None)).Single().Snapshot;
}
