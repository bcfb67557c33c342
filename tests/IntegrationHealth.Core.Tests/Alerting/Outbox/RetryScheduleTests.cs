using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Tests.Alerting.Outbox;

public sealed class RetryScheduleTests
{
    [Fact]
    public void Delay_WithTheShortestJitter_StretchesOverADay() =>
        Enumerable.Range(1, RetrySchedule.MaxAttempts - 1).Sum(attempt => RetrySchedule.Delay(attempt, null, 0).TotalHours).Should().BeGreaterThan(24);

    [Fact]
    public void Delay_Doubles_UpToAnHour()
    {
        RetrySchedule.Delay(1, null, 0.5).Should().Be(TimeSpan.FromSeconds(5));
        RetrySchedule.Delay(2, null, 0.5).Should().Be(TimeSpan.FromSeconds(10));
        RetrySchedule.Delay(40, null, 0.5).Should().Be(TimeSpan.FromHours(1));
        RetrySchedule.Delay(1, null, 0.999).Should().BeCloseTo(TimeSpan.FromSeconds(6), TimeSpan.FromMilliseconds(10));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(2, 5)]
    [InlineData(-1, 5)]
    [InlineData(1_000_000, 86_400)]
    public void Delay_FarEndAsksToWait_IsHonouredFromOwnWaitToADay(int asked, int expected) =>
        RetrySchedule.Delay(1, TimeSpan.FromSeconds(asked), 0.5).Should().Be(TimeSpan.FromSeconds(expected));
}
