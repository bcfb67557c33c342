using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Tests.Scheduling;

public sealed class DueHeapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnyMoves_InAnyOrder_LeaveTheLeastOnTop(int seed)
    {
        var random = new Random(seed);
        var heap = new DueHeap();
        var items = new List<DueItem>();
        for (var step = 0; step < 5_000; step++)
        {
            var move = random.Next(4);
            if (move <= 1 || items.Count == 0)
            {
                items.Add(new DueItem($"i{step}") { Key = random.Next(500) });
                heap.Add(items[^1]);
            }
            else if (move == 2)
            {
                heap.Move(items[random.Next(items.Count)], random.Next(500));
            }
            else
            {
                var gone = items[random.Next(items.Count)];
                items.Remove(gone);
                heap.Remove(gone);
            }

            (heap.Top?.Key).Should().Be(items.Count == 0 ? null : items.Min(item => item.Key));
        }

        var drained = new List<long>();
        for (; heap.Top is { } top; heap.Remove(top))
            drained.Add(top.Key);
        drained.Should().BeInAscendingOrder().And.HaveCount(items.Count);
    }
}

public sealed class DueTimeSpreaderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public void Next_ManyIntegrations_SpreadsEvenly()
    {
        var slots = new int[100];
        for (var number = 0; number < 100_000; number++)
            slots[(int)((DueTimeSpreader.Next($"integration-{number}", Noon, Interval).UtcTicks % Interval.Ticks) * 100 / Interval.Ticks)]++;

        var chiSquare = slots.Sum(count => Math.Pow(count - 1_000, 2) / 1_000);
        chiSquare.Should().BeLessThan(149, "99 degrees of freedom exceed it once in a thousand");
    }

    [Fact]
    public void Next_CheckedAlittleLate_KeepsThePhase()
    {
        var due = DueTimeSpreader.Next("one", Noon, Interval);
        for (var check = 0; check < 1_000; check++)
        {
            var next = DueTimeSpreader.Next("one", due.AddMilliseconds(check % 900), Interval);
            (next - due).Should().Be(Interval);
            due = next;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(86_400)]
    public void Next_AnyTime_IsHalfToOneAndAHalfIntervalsAway(int seconds)
    {
        var interval = TimeSpan.FromSeconds(seconds);
        var random = new Random(seconds);
        for (var number = 0; number < 2_000; number++)
        {
            var after = Noon.AddTicks(random.NextInt64(TimeSpan.TicksPerDay));
            (DueTimeSpreader.Next($"i{number}", after, interval) - after).Should().BeGreaterThanOrEqualTo(interval / 2).And.BeLessThan(interval * 1.5);
        }
    }

    [Fact]
    public void First_Many_SpreadsOverFiveMillisecondsEach()
    {
        var waits = Enumerable.Range(0, 10_000).Select(number => (DueTimeSpreader.First($"i{number}", Noon, Interval, 10_000) - Noon).TotalSeconds).ToArray();

        waits.Should().OnlyContain(wait => wait >= 0 && wait < 50);
        waits.Average().Should().BeApproximately(25, 1);
    }

    [Fact]
    public void First_MoreThanFitInAnInterval_SpreadsOverTheInterval() =>
        Enumerable.Range(0, 1_000).Select(number => DueTimeSpreader.First($"i{number}", Noon, TimeSpan.FromSeconds(1), 1_000_000) - Noon)
            .Should().OnlyContain(wait => wait < TimeSpan.FromSeconds(1));

    [Fact]
    public void First_Nothing_IsNow() => DueTimeSpreader.First("one", Noon, Interval, 0).Should().Be(Noon);

    [Theory]
    [InlineData("", 18284041282127212159UL)]
    [InlineData("one", 15097183542666883315UL)]
    public void StableHash_Known_NeverChanges(string id, ulong hash) => DueTimeSpreader.StableHash(id).Should().Be(hash);
}
