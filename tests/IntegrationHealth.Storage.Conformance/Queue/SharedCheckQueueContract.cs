using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Storage.Conformance.Queue;

/// <summary>What a queue must do besides that several hosts claim from.</summary>
public abstract class SharedCheckQueueContract : CheckQueueContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task SpreadAsync_ManyOverdue_BecomeDueOneAfterAnotherAndKeepWhenTheyWereDue()
    {
        const int Many = 1_200;
        await Queue.ScheduleAsync([.. Enumerable.Range(0, Many).Select(number => new ScheduledCheck($"i{number}", Now.AddSeconds(number - 5_000)))], Cancel);

        await Queue.SpreadAsync(TimeSpan.FromSeconds(10), Cancel);

        (await Queue.GetDepthAsync(Cancel)).OverdueSince.Should().BeCloseTo(Now.AddSeconds(-5_000), TimeSpan.FromSeconds(5), "putting them off does not make them less late");
        (await ClaimIdsAsync()).Should().HaveCountLessThanOrEqualTo(1, "the first may be due by now");
        await PassAsync(TimeSpan.FromSeconds(6_000));
        var first = (await Queue.ClaimAsync(1_000, Lease, Cancel)).Leases;
        first.Count.Should().BeInRange(598, 601);
        first[^1].DueAt.Should().BeCloseTo(Now.AddSeconds(-6_000 - 5_000 + 600), TimeSpan.FromSeconds(5), "earliest first, and the lateness tells of the whole wait");
        await PassAsync(TimeSpan.FromSeconds(6_010));
        await Queue.CompleteAsync([.. first.Select(lease => new CheckCompletion(lease, TimeSpan.FromDays(1)))], Cancel);
        (await ClaimIdsAsync()).Length.Should().BeInRange(Many - 602, Many - 598);
    }

    [Fact]
    public async Task SpreadAsync_LeasedAndFuture_StayAsTheyAre()
    {
        await ScheduleAsync(("leased", -2), ("future", 20));
        var lease = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Single();

        await Queue.SpreadAsync(TimeSpan.FromHours(1), Cancel);

        (await Queue.CompleteAsync([new CheckCompletion(lease, TimeSpan.FromHours(9))], Cancel)).Should().BeEmpty("the lease is held");
        await PassAsync(TimeSpan.FromSeconds(20));
        (await ClaimIdsAsync()).Should().Equal("future");
    }

    [Fact]
    public async Task SpreadAsync_LeaseThatEnded_IsSpreadToo()
    {
        await ScheduleAsync(("one", -2), ("two", -1));
        var first = (await Queue.ClaimAsync(10, Lease, Cancel)).Leases;
        await PassAsync(Lease);

        await Queue.SpreadAsync(TimeSpan.FromSeconds(60), Cancel);
        await PassAsync(TimeSpan.FromSeconds(30));

        (await ClaimIdsAsync()).Should().HaveCountLessThanOrEqualTo(1);
        await PassAsync(TimeSpan.FromSeconds(60));
        (await Queue.ClaimAsync(10, Lease, Cancel)).Leases.Should().Contain(lease => lease.IntegrationId == "two")
            .Which.DueAt.Should().BeCloseTo(first[1].DueAt, TimeSpan.FromSeconds(2));
    }
}
