using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Storage.Conformance.Queue;

/// <summary>What every due queue must do. A queue's own tests inherit it and say how to make one and how its time passes.</summary>
public abstract class CheckQueueContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The queue's own present time.</summary>
    protected abstract DateTimeOffset Now { get; }

    /// <summary>How far times may be off: queues on a database keep milliseconds.</summary>
    protected virtual TimeSpan Precision => TimeSpan.FromMilliseconds(1);

    protected abstract ICheckQueue Queue { get; }

    /// <summary>Lets the queue's time pass.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task ClaimAsync_NothingScheduled_AnswersNothing()
    {
        var claim = await Queue.ClaimAsync(10, Lease, Cancel);

        claim.Leases.Should().BeEmpty();
        claim.NextDueAt.Should().BeNull();
        (await Queue.GetDepthAsync(Cancel)).Should().Be(new CheckQueueDepth(0, 0, null));
    }

    [Fact]
    public async Task ClaimAsync_SeveralDue_TakesTheEarliestFirstAndNoMoreThanAsked()
    {
        await ScheduleAsync(("late", -1), ("first", -9), ("future", 60), ("second", -5));

        var claim = await Queue.ClaimAsync(2, Lease, Cancel);

        claim.Leases.Select(lease => lease.IntegrationId).Should().Equal("first", "second");
        (await ClaimIdsAsync()).Should().Equal("late");
        (await ClaimIdsAsync()).Should().BeEmpty("the last is not due");
    }

    [Fact]
    public async Task ClaimAsync_Claimed_SaysWhenItWasDueAndWhenItEnds()
    {
        await ScheduleAsync(("one", -3));

        var lease = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Should().ContainSingle().Subject;

        lease.DueAt.Should().BeCloseTo(Now.AddSeconds(-3), Precision);
        lease.ExpiresAt.Should().BeCloseTo(Now + Lease, Precision);
    }

    [Fact]
    public async Task ClaimAsync_DueLater_BecomesDueInTime()
    {
        await ScheduleAsync(("one", 5));

        var early = await Queue.ClaimAsync(10, Lease, Cancel);
        await PassAsync(TimeSpan.FromSeconds(5));

        early.Leases.Should().BeEmpty();
        early.NextDueAt?.Should().BeCloseTo(Now, Precision);
        (await ClaimIdsAsync()).Should().Equal("one");
    }

    [Fact]
    public async Task ClaimAsync_LeaseExpired_ClaimsAgainWithALargerToken()
    {
        await ScheduleAsync(("one", -1));
        var first = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();
        await PassAsync(Lease - TimeSpan.FromSeconds(1));
        (await ClaimIdsAsync()).Should().BeEmpty("the lease is held");
        await PassAsync(TimeSpan.FromSeconds(1));

        var second = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();

        second.Token.Should().BeGreaterThan(first.Token);
        second.DueAt.Should().BeCloseTo(first.DueAt, Precision, "it has waited since then");
    }

    [Fact]
    public async Task CompleteAsync_LeaseHeld_IsDueAtTheTimeGiven()
    {
        await ScheduleAsync(("one", -1));
        var lease = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();

        (await Queue.CompleteAsync([new CheckCompletion(lease, TimeSpan.FromSeconds(30))], Cancel)).Should().BeEmpty();

        await PassAsync(TimeSpan.FromSeconds(29));
        (await ClaimIdsAsync()).Should().BeEmpty();
        await PassAsync(TimeSpan.FromSeconds(1));
        (await ClaimIdsAsync()).Should().Equal("one");
    }

    [Fact]
    public async Task CompleteAsync_PutOff_KeepsItsFirstDueTime()
    {
        await ScheduleAsync(("one", -1));
        var first = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();
        await Queue.CompleteAsync([new CheckCompletion(first, TimeSpan.FromSeconds(30), PutOff: true)], Cancel);
        await PassAsync(TimeSpan.FromSeconds(29));
        (await ClaimIdsAsync()).Should().BeEmpty();
        await PassAsync(TimeSpan.FromSeconds(1));

        var second = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();
        second.DueAt.Should().BeCloseTo(first.DueAt, Precision, "it has waited since then");
        await Queue.CompleteAsync([new CheckCompletion(second, TimeSpan.FromSeconds(30))], Cancel);
        await PassAsync(TimeSpan.FromSeconds(30));

        (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single().DueAt.Should().BeCloseTo(Now, Precision, "the check was made");
    }

    [Fact]
    public async Task CompleteAsync_LeaseClaimedByAnother_IsLostAndChangesNothing()
    {
        await ScheduleAsync(("one", -1));
        var lost = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();
        await PassAsync(Lease);
        var held = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();

        (await Queue.CompleteAsync([new CheckCompletion(lost, TimeSpan.Zero)], Cancel)).Should().Equal("one");

        (await ClaimIdsAsync()).Should().BeEmpty("the second lease still holds it");
        (await Queue.CompleteAsync([new CheckCompletion(held, TimeSpan.FromHours(1))], Cancel)).Should().BeEmpty();
    }

    [Fact]
    public async Task CompleteAsync_Twice_IsLostTheSecondTime()
    {
        await ScheduleAsync(("one", -1));
        var lease = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();
        await Queue.CompleteAsync([new CheckCompletion(lease, TimeSpan.FromMinutes(1))], Cancel);

        (await Queue.CompleteAsync([new CheckCompletion(lease, TimeSpan.Zero)], Cancel)).Should().Equal("one");

        (await ClaimIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task CompleteAsync_Some_AnswersOnlyTheLost()
    {
        await ScheduleAsync(("kept", -2), ("gone", -1));
        var leases = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases;
        await Queue.RemoveAsync(["gone"], Cancel);

        var lost = await Queue.CompleteAsync([.. leases.Select(lease => new CheckCompletion(lease, TimeSpan.FromMinutes(1)))], Cancel);

        lost.Should().Equal("gone");
    }

    [Fact]
    public async Task ScheduleAsync_KnownAndFree_MovesTheDueTime()
    {
        await ScheduleAsync(("one", 60));
        await ScheduleAsync(("one", 0));
        (await ClaimIdsAsync()).Should().Equal("one");

        await ScheduleAsync(("two", -1));
        await ScheduleAsync(("two", 60));
        (await ClaimIdsAsync()).Should().BeEmpty("later is a move, too");
    }

    [Fact]
    public async Task ScheduleAsync_WhileLeased_IsDueAtTheEarlierTimeButNotBeforeTheCompletion()
    {
        await ScheduleAsync(("sooner", -1), ("later", -1));
        var leases = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases;

        await ScheduleAsync(("sooner", 0), ("later", 3_600));

        (await ClaimIdsAsync()).Should().BeEmpty("both are being checked");
        await Queue.CompleteAsync([.. leases.Select(lease => new CheckCompletion(lease, TimeSpan.FromSeconds(60)))], Cancel);
        (await ClaimIdsAsync()).Should().Equal("sooner");
        await PassAsync(TimeSpan.FromSeconds(60));
        (await ClaimIdsAsync()).Should().Contain("later");
    }

    [Fact]
    public async Task ScheduleAsync_WhileLeased_CountsForOneCompletionOnly()
    {
        await ScheduleAsync(("one", -1));
        var first = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();
        await ScheduleAsync(("one", 0));
        await Queue.CompleteAsync([new CheckCompletion(first, TimeSpan.FromHours(1))], Cancel);
        var second = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();

        await Queue.CompleteAsync([new CheckCompletion(second, TimeSpan.FromHours(1))], Cancel);

        (await ClaimIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_KnownFreeOrLeased_ChangesNothing()
    {
        await ScheduleAsync(("leased", -1), ("free", 60));
        var lease = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();

        await Queue.AddAsync([.. new[] { "leased", "free", "new" }.Select(id => new ScheduledCheck(id, Now))], Cancel);

        (await ClaimIdsAsync()).Should().Equal("new");
        (await Queue.CompleteAsync([new CheckCompletion(lease, TimeSpan.FromHours(1))], Cancel)).Should().BeEmpty("its lease is still held");
        (await ClaimIdsAsync()).Should().BeEmpty("nobody asked for an earlier check");
    }

    [Fact]
    public async Task ManyInOneCall_AreAllKept()
    {
        const int Many = 2_500;
        await Queue.ScheduleAsync([.. Enumerable.Range(0, Many).Select(number => new ScheduledCheck($"i{number}", Now.AddSeconds(-1)))], Cancel);
        await Queue.AddAsync([.. Enumerable.Range(0, Many + 500).Select(number => new ScheduledCheck($"i{number}", Now.AddSeconds(-1)))], Cancel);
        var leases = new List<CheckLease>();
        while ((await Queue.ClaimAsync(1_000, Lease, Cancel)).Leases is { Count: > 0 } claimed)
            leases.AddRange(claimed);

        leases.Select(lease => lease.IntegrationId).Should().HaveCount(Many + 500).And.OnlyHaveUniqueItems();
        (await Queue.CompleteAsync([.. leases.Select(lease => new CheckCompletion(lease, TimeSpan.FromMinutes(1)))], Cancel)).Should().BeEmpty();
        (await Queue.GetDepthAsync(Cancel)).Should().Match<CheckQueueDepth>(depth => depth.Scheduled == Many + 500 && depth.Leased == 0);
        await Queue.RemoveAsync([.. leases.Select(lease => lease.IntegrationId)], Cancel);
        (await Queue.GetDepthAsync(Cancel)).Scheduled.Should().Be(0);
    }

    [Fact]
    public async Task ClaimAsync_ManyAtOnce_NobodyGetsTheSame()
    {
        await Queue.ScheduleAsync([.. Enumerable.Range(0, 2_000).Select(number => new ScheduledCheck($"i{number}", Now.AddSeconds(-1)))], Cancel);

        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var mine = new List<string>();
            while ((await Queue.ClaimAsync(17, TimeSpan.FromMinutes(1), Cancel)).Leases is { Count: > 0 } leases)
                mine.AddRange(leases.Select(lease => lease.IntegrationId));
            return mine;
        })));

        claims.SelectMany(mine => mine).Should().HaveCount(2_000).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task RemoveAsync_WhileLeased_LosesTheLeaseEvenWhenScheduledAgain()
    {
        await ScheduleAsync(("one", -1), ("other", 60));
        var lease = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();
        await Queue.RemoveAsync(["one", "unknown"], Cancel);
        await ScheduleAsync(("one", 60));

        (await Queue.CompleteAsync([new CheckCompletion(lease, TimeSpan.Zero)], Cancel)).Should().Equal("one");

        (await ClaimIdsAsync()).Should().BeEmpty();
        (await Queue.GetDepthAsync(Cancel)).Should().Match<CheckQueueDepth>(depth => depth.Scheduled == 2 && depth.Leased == 0);
    }

    [Fact]
    public async Task GetDepthAsync_SomeLeased_CountsLiveLeasesAlone()
    {
        await ScheduleAsync(("one", -9), ("two", -4), ("three", 40));
        await Queue.ClaimAsync(1, Lease, Cancel);

        var depth = await Queue.GetDepthAsync(Cancel);

        (depth.Scheduled, depth.Leased).Should().Be((3, 1));
        depth.OldestDueAt.Should().BeCloseTo(Now.AddSeconds(-4), Precision);
        depth.OverdueSince.Should().BeCloseTo(Now.AddSeconds(-4), Precision);
        await PassAsync(Lease);
        (await Queue.GetDepthAsync(Cancel)).Leased.Should().Be(0, "a lease that has ended holds nothing");
    }

    [Fact]
    public async Task GetDepthAsync_CheckUnderWay_IsOverdueOnlyOnceItsLeaseHasEndedOrItIsVeryLate()
    {
        await ScheduleAsync(("short", -2), ("long", -1), ("future", 600));
        await Queue.ClaimAsync(1, Lease, Cancel);
        await Queue.ClaimAsync(1, Lease * 9, Cancel);
        (await Queue.GetDepthAsync(Cancel)).OverdueSince.Should().BeNull("both are being checked");

        await PassAsync(Lease);
        (await Queue.GetDepthAsync(Cancel)).OverdueSince.Should().BeCloseTo(Now - Lease - TimeSpan.FromSeconds(2), Precision, "the lease has ended, and nobody took it over");

        await Queue.RemoveAsync(["short"], Cancel);
        (await Queue.GetDepthAsync(Cancel)).OverdueSince.Should().BeNull("the other lease is held, for no longer than a check takes");
        await PassAsync(CheckQueueDepth.UnderWay - Lease);
        (await Queue.GetDepthAsync(Cancel)).OverdueSince.Should().BeCloseTo(Now - CheckQueueDepth.UnderWay - TimeSpan.FromSeconds(1), Precision, "no check takes so long");
    }

    [Fact]
    public async Task GetDepthAsync_PutOff_IsOverdueSinceItsFirstDueTime()
    {
        await ScheduleAsync(("one", -3));
        var first = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();
        await Queue.CompleteAsync([new CheckCompletion(first, TimeSpan.FromSeconds(60), PutOff: true)], Cancel);

        var depth = await Queue.GetDepthAsync(Cancel);

        depth.OldestDueAt.Should().BeCloseTo(Now.AddSeconds(60), Precision);
        depth.OverdueSince.Should().BeCloseTo(Now.AddSeconds(-3), Precision);
        await PassAsync(TimeSpan.FromSeconds(60));
        var second = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();
        await Queue.CompleteAsync([new CheckCompletion(second, TimeSpan.FromSeconds(60))], Cancel);
        (await Queue.GetDepthAsync(Cancel)).OverdueSince.Should().BeNull("the check was made");
    }

    protected ValueTask ScheduleAsync(params (string Id, double Seconds)[] checks) =>
        Queue.ScheduleAsync([.. checks.Select(check => new ScheduledCheck(check.Id, Now.AddSeconds(check.Seconds)))], Cancel);

    protected async Task<string[]> ClaimIdsAsync() =>
        [.. (await Queue.ClaimAsync(1_000, Lease, Cancel)).Leases.Select(lease => lease.IntegrationId)];
}
