using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Status;

public sealed class BackoffScheduleTests
{
    [Fact]
    public void Delay_FiveMinutes_DoublesToAnHour() => Delays(TimeSpan.FromMinutes(5)).Select(delay => delay.TotalMinutes)
        .Should().Equal(5, 10, 20, 40, 60, 60, 60);

    [Fact]
    public void Delay_OneSecond_DoublesToTwelveIntervals() => Delays(TimeSpan.FromSeconds(1)).Select(delay => delay.TotalSeconds)
        .Should().Equal(1, 2, 4, 8, 12, 12, 12);

    [Fact]
    public void Delay_IntervalAboveTheBound_IsTheInterval() => Delays(TimeSpan.FromHours(24)).Should().OnlyContain(delay => delay == TimeSpan.FromHours(24));

    [Theory]
    [InlineData(-100, 5)]
    [InlineData(-1, 5)]
    [InlineData(int.MaxValue, 60)]
    public void Delay_AttemptOutOfRange_IsClamped(int attempt, int minutes) =>
        BackoffSchedule.Delay(Given.Policy, attempt).Should().Be(TimeSpan.FromMinutes(minutes));

    private static IEnumerable<TimeSpan> Delays(TimeSpan interval) =>
        Enumerable.Range(0, 7).Select(attempt => BackoffSchedule.Delay(Given.Policy with { Interval = interval }, attempt));
}

public sealed class FreshnessTests
{
    [Fact]
    public void FreshUntil_NeverChecked_IsThreeIntervalsAfterItsRegistration() =>
        Freshness.FreshUntil(Given.New(), TimeSpan.FromMinutes(5)).Should().Be(Given.New().StatusSince.AddMinutes(15));

    [Fact]
    public void FreshUntil_Checked_IsThreeIntervalsLater() =>
        Freshness.FreshUntil(Given.Healthy(), TimeSpan.FromMinutes(5)).Should().Be(Given.Noon.AddMinutes(15));

    [Fact]
    public void FreshUntil_NextCheckPutOff_IsOneIntervalAfterIt()
    {
        var limited = Given.Healthy().Then(Given.Limited with { RetryAfter = TimeSpan.FromHours(2) });

        Freshness.FreshUntil(limited, TimeSpan.FromMinutes(5)).Should().Be(limited.NextCheckAt!.Value.AddMinutes(5));
    }

    [Fact]
    public void IsStale_BoundPassed_IsTrueFromThenOn()
    {
        var bound = Given.Noon.AddMinutes(15);

        Freshness.IsStale(Given.Healthy(), TimeSpan.FromMinutes(5), bound).Should().BeFalse();
        Freshness.IsStale(Given.Healthy(), TimeSpan.FromMinutes(5), bound.AddTicks(1)).Should().BeTrue();
    }

    [Fact]
    public void IsStale_Paused_IsNever() =>
        Freshness.IsStale(StatusEvaluator.Pause(Given.Healthy(), Given.Noon), TimeSpan.FromMinutes(5), Given.Noon.AddYears(1)).Should().BeFalse();
}

public sealed class RecentOutcomesTests
{
    [Fact]
    public void Add_MoreThanCapacity_KeepsTheNewest()
    {
        var random = new Random(11);
        var recent = default(RecentOutcomes);
        var all = new List<CheckOutcome>();
        for (var step = 0; step < 100; step++)
        {
            var outcome = (CheckOutcome)random.Next(1, 4);
            recent = recent.Add(outcome);
            all.Insert(0, outcome);
            recent.Count.Should().Be(Math.Min(all.Count, RecentOutcomes.Capacity));
            Enumerable.Range(0, recent.Count).Select(age => recent[age]).Should().Equal(all.Take(recent.Count));
        }
    }

    [Fact]
    public void Add_Inconclusive_ChangesNothing()
    {
        var recent = default(RecentOutcomes).Add(CheckOutcome.Failed);

        recent.Add(CheckOutcome.Inconclusive).Should().Be(recent);
        recent[5].Should().Be(CheckOutcome.Inconclusive, "there is none that old");
    }
}

public sealed class FlapDetectorTests
{
    [Theory]
    [InlineData("SFSFSFSF", false, false)]
    [InlineData("SFSFSFSFS", false, true)]
    [InlineData("SSSSSFSFS", true, true)]
    [InlineData("SSSSSSFSF", true, false)]
    [InlineData("DSDSDSDSDSDSDS", false, false)]
    [InlineData("", false, false)]
    public void IsFlapping_Changes_StartAtEightAndEndAtThree(string outcomes, bool was, bool expected) =>
        FlapDetector.IsFlapping(Read(outcomes), was).Should().Be(expected);

    [Fact]
    public void IsFlapping_ChangesOlderThanTheWindow_DoNotCount() =>
        FlapDetector.IsFlapping(Read("SFSFSFSFSF" + new string('S', 21)), wasFlapping: true).Should().BeFalse();

    private static RecentOutcomes Read(string outcomes) => outcomes.Aggregate(default(RecentOutcomes), (recent, letter) =>
        recent.Add(letter switch { 'S' => CheckOutcome.Succeeded, 'D' => CheckOutcome.Degraded, _ => CheckOutcome.Failed }));
}
