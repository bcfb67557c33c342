using IntegrationHealth.Scheduling;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Storage.Conformance.Queue;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Scheduling;

public sealed class InProcessCheckQueueTests : CheckQueueContract
{
    private readonly SettableClock _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public InProcessCheckQueueTests() => Queue = new InProcessCheckQueue(_time);

    protected override DateTimeOffset Now => _time.GetUtcNow();

    protected override ICheckQueue Queue { get; }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task ClaimAsync_WallClockSet_NeitherStopsNorBursts(int hours)
    {
        await ScheduleAsync(("soon", 30), ("later", 3_600));

        _time.Set += TimeSpan.FromHours(hours);

        (await ClaimIdsAsync()).Should().BeEmpty("no time has passed");
        await PassAsync(TimeSpan.FromSeconds(30));
        (await ClaimIdsAsync()).Should().Equal("soon");
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task CompleteAsync_WallClockSetMeanwhile_CountsFromTheNewTime(int hours)
    {
        await ScheduleAsync(("one", 0));
        var lease = (await Queue.ClaimAsync(1, TimeSpan.FromSeconds(10), Cancel)).Leases.Single();
        _time.Set += TimeSpan.FromHours(hours);

        await Queue.CompleteAsync([new CheckCompletion(lease, TimeSpan.FromSeconds(60))], Cancel);

        (await Queue.GetDepthAsync(Cancel)).OldestDueAt.Should().Be(Now.AddSeconds(60));
        await PassAsync(TimeSpan.FromSeconds(60));
        (await ClaimIdsAsync()).Should().Equal("one");
    }

    [Fact]
    public async Task ClaimAsync_HundredThousand_ComeInOrderAndOnlyOnce()
    {
        var random = new Random(5);
        await Queue.ScheduleAsync(
            [.. Enumerable.Range(0, 100_000).Select(number => new ScheduledCheck($"i{number}", Now.AddTicks(-random.NextInt64(1, 10_000_000_000))))], Cancel);
        var seen = new HashSet<string>();
        var last = DateTimeOffset.MinValue;
        var ordered = true;

        while ((await Queue.ClaimAsync(1_000, TimeSpan.FromMinutes(1), Cancel)).Leases is { Count: > 0 } leases)
        {
            foreach (var lease in leases)
            {
                seen.Add(lease.IntegrationId);
                ordered &= lease.DueAt >= last;
                last = lease.DueAt;
            }

            (await Queue.CompleteAsync([.. leases.Select(lease => new CheckCompletion(lease, TimeSpan.FromMinutes(5)))], Cancel)).Should().BeEmpty();
        }

        seen.Should().HaveCount(100_000);
        ordered.Should().BeTrue();
        (await Queue.GetDepthAsync(Cancel)).Should().Be(new CheckQueueDepth(100_000, 0, Now.AddMinutes(5)));
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}

public sealed class InProcessCheckQueueModelTests : CheckQueueModel
{
    private readonly FakeTimeProvider _time = new();

    public InProcessCheckQueueModelTests() => Queue = new InProcessCheckQueue(_time);

    protected override DateTimeOffset Now => _time.GetUtcNow();

    protected override ICheckQueue Queue { get; }

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
