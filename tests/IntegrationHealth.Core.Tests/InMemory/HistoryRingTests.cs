using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.InMemory;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.InMemory;

public sealed class HistoryRingTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TryAdd_BeyondCapacity_KeepsTheNewest()
    {
        var ring = new HistoryRing();
        for (var i = 0; i < HistoryRing.Capacity + 500; i++)
            ring.TryAdd(Entry(i)).Should().BeTrue();

        ring.Count.Should().Be(HistoryRing.Capacity);
        ring.List(Start, DateTimeOffset.MaxValue, int.MaxValue).Select(entry => entry.CheckedAt)
            .Should().Equal(Enumerable.Range(500, HistoryRing.Capacity).Reverse().Select(i => Start.AddSeconds(i)));
    }

    [Fact]
    public void TryAdd_LateWhenFull_TakesItsPlaceAndPushesOutTheOldest()
    {
        var ring = new HistoryRing();
        for (var i = 0; i < HistoryRing.Capacity; i++)
            ring.TryAdd(Entry(i * 2));

        ring.TryAdd(Entry(101)).Should().BeTrue();
        ring.TryAdd(Entry(101)).Should().BeFalse();
        ring.TryAdd(Entry(-5)).Should().BeTrue("it is older than all that is kept");

        ring.Count.Should().Be(HistoryRing.Capacity);
        var kept = ring.List(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, int.MaxValue);
        kept.Select(entry => entry.CheckedAt).Should().BeInDescendingOrder().And.Contain(Start.AddSeconds(101));
        kept[^1].CheckedAt.Should().Be(Start.AddSeconds(2));
    }

    private static HistoryEntry Entry(int second) =>
        new(Start.AddSeconds(second), IntegrationStatus.Healthy, CheckOutcome.Succeeded, 1, null, null);
}
