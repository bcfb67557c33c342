using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Tests.Alerting;

public sealed class ClockAndRestartTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Fault35_RestartInMinute3Of5_After30Seconds_FiresTwoMinutesLater()
    {
        await using var bench = await InMinute3Of5Async();
        await bench.RestartAsync(TimeSpan.FromSeconds(30));
        await bench.PassAsync(1, failing: true);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Pending);
        await bench.PassAsync(2, failing: true);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
    }

    [Fact]
    public async Task Fault35_RestartAfter20Minutes_TheTimeDownDoesNotCount()
    {
        await using var bench = await InMinute3Of5Async();
        await bench.RestartAsync(20 * Minute);
        await bench.FailAsync();
        await bench.TickAsync();
        (await bench.AlertAsync()).State.Should().Be(AlertState.Pending, "nobody watched for 20 minutes");
        await bench.PassAsync(2, failing: true);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
    }

    [Fact]
    public async Task Fault35_RestartAfterTwoHours_StartsOver()
    {
        await using var bench = await InMinute3Of5Async();
        await bench.RestartAsync(120 * Minute);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(4, failing: true);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Pending);
        await bench.PassAsync(1, failing: true);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
    }

    [Fact]
    public async Task Restart_WhileFiring_TellsNothingAgain_AndTheRepeatKeepsItsTime()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { RepeatInterval = 30 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);

        await bench.PassAsync(10, failing: true);
        await bench.RestartAsync(TimeSpan.FromSeconds(10));
        await bench.PassAsync(15, failing: true);
        (await bench.TakeAsync()).Should().BeEmpty();
        await bench.PassAsync(6, failing: true);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Repeat);
    }

    [Fact]
    public async Task Restart_BetweenResultAndFlush_LosesNothing()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { GroupWait = TimeSpan.FromSeconds(30) }]);
        await bench.FailAsync();
        await bench.RestartAsync(TimeSpan.FromSeconds(5));
        await bench.PassAsync(1, failing: true);

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task Restart_WhenItRecoveredMeanwhile_TellsThatItIsOver()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.RestartAsync(Minute);
        await bench.PassAsync(2, failing: false);

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved);
    }

    [Fact]
    public async Task Fault10_ClockJumpsForwardAnHour_NothingFiresEarly()
    {
        await using var bench = await InMinute3Of5Async();
        bench.Time.Advance(60 * Minute);
        await bench.FailAsync();
        await bench.TickAsync();
        (await bench.AlertAsync()).State.Should().Be(AlertState.Pending);
        await bench.PassAsync(2, failing: true);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
    }

    [Fact]
    public async Task Fault10_ClockJumpsBackAnHour_NothingIsUnfired_AndWhatHadPassedStaysPassed()
    {
        var time = new SettableTime(AlertingBench.Start);
        var clock = new IntegrationHealth.Alerting.Evaluation.AlertClock(time);
        var began = clock.Now();
        time.Now += TimeSpan.FromSeconds(20);
        clock.Now().Since(began).Should().Be(TimeSpan.FromSeconds(20));
        time.Now -= 60 * Minute;
        clock.Now().Since(began).Should().Be(TimeSpan.FromSeconds(20));
        time.Now += TimeSpan.FromSeconds(10);
        clock.Now().Since(began).Should().Be(TimeSpan.FromSeconds(30));

        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
    }

    private static async Task<AlertingBench> InMinute3Of5Async()
    {
        var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Pending = 5 * Minute }]);
        await bench.FailAsync();
        await bench.PassAsync(3, failing: true);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Pending);
        return bench;
    }

    private sealed class SettableTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
