using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Status;

namespace IntegrationHealth.Tests.History;

public sealed class RollupCalculatorTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HalfDay = TimeSpan.FromHours(12);

    [Fact]
    public void Calculate_FirstCheck_CountsTheCheckAlone() =>
        Calculate(Given.New(), Given.Noon).Should().Equal(new RollupDelta { Hour = Given.Noon, Outcome = CheckOutcome.Succeeded, LatencyMs = 20 });

    [Fact]
    public void Calculate_WithinAnHour_AddsTheTimeToTheStatusThatStood()
    {
        var deltas = Calculate(Given.Healthy(), Given.Noon.AddMinutes(5));

        deltas.Should().Equal(new RollupDelta { Hour = Given.Noon, HealthyMs = 300_000, Outcome = CheckOutcome.Succeeded, LatencyMs = 20 });
    }

    [Fact]
    public void Calculate_OverHours_SplitsTheTime()
    {
        var before = Given.Healthy() with { Status = IntegrationStatus.Unhealthy, LastCheckedAt = Given.Noon.AddMinutes(50) };

        var deltas = Calculate(before, Given.Noon.AddMinutes(190), HalfDay);

        deltas.Select(delta => (delta.Hour.Hour, delta.UnhealthyMs / 60_000, delta.Outcome)).Should().Equal(
            (12, 10, null), (13, 60, null), (14, 60, null), (15, 10, CheckOutcome.Succeeded));
    }

    [Fact]
    public void Calculate_CheckOnTheHour_CountsItInTheNewHour()
    {
        var before = Given.Healthy() with { LastCheckedAt = Given.Noon.AddMinutes(55) };

        Calculate(before, Given.Noon.AddHours(1)).Select(delta => (delta.Hour.Hour, delta.HealthyMs, delta.Outcome)).Should().Equal(
            (12, 300_000, null), (13, 0, CheckOutcome.Succeeded));
    }

    [Fact]
    public void Calculate_LongSilence_CountsNoTimePastTheFreshnessBound()
    {
        var deltas = Calculate(Given.Healthy(), Given.Noon.AddHours(5));

        deltas.Sum(delta => delta.HealthyMs).Should().Be(15 * 60_000, "three intervals; the rest is unknown");
        deltas[^1].Hour.Should().Be(Given.Noon.AddHours(5));
    }

    [Fact]
    public void Calculate_ClockSetBack_CountsNoTime()
    {
        var deltas = Calculate(Given.Healthy(), Given.Noon.AddMinutes(-30));

        deltas.Should().Equal(new RollupDelta { Hour = Given.Noon.AddHours(-1), Outcome = CheckOutcome.Succeeded, LatencyMs = 20 });
    }

    [Fact]
    public void Calculate_Inconclusive_CountsNothingYet()
    {
        var before = Given.Healthy();
        var unchanged = before.ThenAt(Given.Noon.AddMinutes(5), Given.Nothing);

        var first = RollupCalculator.Calculate(before, Entry(Given.Noon.AddMinutes(5), CheckOutcome.Inconclusive), Given.Noon, Interval);
        var second = Calculate(unchanged, Given.Noon.AddMinutes(10));

        first.Concat(second).Sum(delta => delta.HealthyMs).Should().Be(10 * 60_000, "ten minutes are ten minutes, however often they are looked at");
    }

    [Fact]
    public void Calculate_ChangeByAPerson_CountsTheTimeUntilIt()
    {
        var deltas = RollupCalculator.Calculate(Given.Healthy(), null, Given.Noon.AddMinutes(3), Interval);

        deltas.Should().Equal(new RollupDelta { Hour = Given.Noon, HealthyMs = 180_000 });
    }

    [Theory]
    [InlineData(IntegrationStatus.Paused)]
    [InlineData(IntegrationStatus.Unknown)]
    public void Calculate_StatusUnknown_CountsNoTime(IntegrationStatus status) =>
        Calculate(Given.Healthy() with { Status = status }, Given.Noon.AddMinutes(5)).Sum(delta => delta.HealthyMs + delta.DegradedMs + delta.UnhealthyMs)
            .Should().Be(0);

    [Fact]
    public void Calculate_ManyChecksOfUnevenTimes_LoseNotAMillisecond()
    {
        var random = new Random(3);
        var snapshot = Given.New().ThenAt(Given.Noon.AddTicks(7_777), Given.Success);
        long total = 0;
        for (var check = 0; check < 500; check++)
        {
            var at = snapshot.LastCheckedAt!.Value.AddTicks(random.Next(1, 3_000_000_00));
            total += Calculate(snapshot, new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero)).Sum(delta => delta.HealthyMs);
            snapshot = snapshot.ThenAt(at, Given.Success);
        }

        total.Should().Be(snapshot.LastCheckedAt!.Value.ToUnixTimeMilliseconds() - Given.Noon.ToUnixTimeMilliseconds());
    }

    private static IReadOnlyList<RollupDelta> Calculate(HealthSnapshot before, DateTimeOffset at, TimeSpan? interval = null) =>
        RollupCalculator.Calculate(before, Entry(at, CheckOutcome.Succeeded), at, interval ?? Interval);

    private static HistoryEntry Entry(DateTimeOffset at, CheckOutcome outcome) => new(at, IntegrationStatus.Healthy, outcome, 20, null, null);
}
