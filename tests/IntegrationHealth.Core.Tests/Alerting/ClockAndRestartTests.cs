using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Time.Testing;

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
        var time = new FakeTimeProvider(AlertingBench.Start);
        var clock = new AlertClock(time);
        var began = clock.Now();
        time.Advance(TimeSpan.FromSeconds(20));
        clock.Now().Since(began).Should().Be(TimeSpan.FromSeconds(20));
        time.AdjustTime(time.GetUtcNow() - (60 * Minute));
        clock.Now().Since(began).Should().Be(TimeSpan.FromSeconds(20));
        time.Advance(TimeSpan.FromSeconds(10));
        clock.Now().Since(began).Should().Be(TimeSpan.FromSeconds(30));

        await using var bench = await InMinute3Of5Async();
        await bench.SaveAsync(AlertingBench.Rule("at-once"));
        await bench.FailAsync();
        await bench.TickAsync();
        SetBack(bench, 60 * Minute);
        await bench.TickAsync();
        (await bench.AlertsAsync()).Select(alert => (alert.RuleId, alert.State))
            .Should().BeEquivalentTo([("rule", AlertState.Pending), ("at-once", AlertState.Firing)]);
        // A check counts again once it is later than the last one before.
        await bench.PassAsync(63, failing: true);

        (await bench.AlertsAsync()).Should().HaveCount(2).And.OnlyContain(alert => alert.State == AlertState.Firing);
    }

    [Fact]
    public async Task ClockSetBackAnHour_WhatComesNext_IsToldAfterTheGroupInterval_AndSoIsItsEnd()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { GroupInterval = 5 * Minute }]);
        await bench.AddAsync("two");
        await bench.FailAsync("one");
        await bench.TickAsync();
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
        SetBack(bench, 60 * Minute);
        await bench.TickAsync();

        await bench.FailAsync("two");
        await bench.PassAsync(4 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty();
        await bench.PassAsync(2 * Minute);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.New);

        await bench.SucceedAsync("two");
        await bench.PassAsync(6 * Minute);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Resolved);
    }

    [Fact]
    public async Task ClockSetBackAnHour_WhileTheGroupGathers_IsToldNow()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { GroupWait = TimeSpan.FromSeconds(30) }]);
        await bench.FailAsync();
        await bench.TickAsync();
        SetBack(bench, 60 * Minute);
        await bench.PassAsync(TimeSpan.FromSeconds(10));

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClockSetBackAnHour_WhileAnEndWaitsForItsTurn_ItIsToldAfterTheGroupInterval(bool restarts)
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { GroupInterval = 5 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(2, failing: false);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Resolved);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
        SetBack(bench, 60 * Minute);
        if (restarts)
            await bench.RestartAsync();
        await bench.PassAsync(6 * Minute);

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Resolved);
    }

    [Fact]
    public async Task ClockSetBackAnHour_ACooldownLastsNoLongerThanItIs()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Cooldown = 5 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(2, failing: false);
        await bench.PassAsync(1, failing: true);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved);
        SetBack(bench, 60 * Minute);
        await bench.PassAsync(6 * Minute);

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task Lead_OfAHostKilledWhileItsClockWasAhead_IsTakenByTheNext()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        SetBack(bench, -60 * Minute);
        await bench.TickAsync();
        SetBack(bench, 60 * Minute);
        await bench.RestartAsync();

        await bench.FailAsync();
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Theory]
    [InlineData(120, "it slept for two hours while another led")]
    [InlineData(90, "its clock is ahead")]
    [InlineData(-90, "its clock is behind")]
    public void Follower_WhoseOwnClockJumped_GoesOnWithTheLeaders(int minutes, string because)
    {
        var (ofLeader, ofFollower) = (new FakeTimeProvider(AlertingBench.Start), new FakeTimeProvider(AlertingBench.Start));
        var (leader, follower) = (new AlertClock(ofLeader), new AlertClock(ofFollower));
        var began = leader.Now();
        follower.Follow(Lead(began));
        follower.Now().Epoch.Should().Be(0);
        ofFollower.AdjustTime(AlertingBench.Start.AddMinutes(minutes));
        follower.Now();
        for (var second = 0; second < 10; second++)
        {
            ofLeader.Advance(TimeSpan.FromSeconds(1));
            ofFollower.Advance(TimeSpan.FromSeconds(1));
            follower.Follow(Lead(leader.Now()));
        }

        follower.Now().Since(began).Should().Be(TimeSpan.FromSeconds(10), because);
        leader.Now().Since(follower.Now()).Should().Be(TimeSpan.Zero, because);

        static AlertingLead Lead(AlertInstant at) => new("leader", at.At.AddSeconds(15), at.At, at.PausedMs, at.Epoch);
    }

    private static void SetBack(AlertingBench bench, TimeSpan time) => bench.Time.AdjustTime(bench.Now - time);

    private static async Task<AlertingBench> InMinute3Of5Async()
    {
        var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Pending = 5 * Minute }]);
        await bench.FailAsync();
        await bench.PassAsync(3, failing: true);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Pending);
        return bench;
    }
}
