using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>An alert that recovers when its group is looked at, and fires again: told if nobody was told of it, and not told twice.</summary>
public sealed class RelapseTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static AlertRule Keeping => AlertingBench.Rule() with { KeepFiring = 10 * Minute };

    [Fact]
    public async Task RecoveringAtTheEndOfTheGroupWait_AndFiringAgain_IsTold_AndSoIsItsEnd()
    {
        await using var bench = await AlertingBench.StartAsync([Keeping with { GroupWait = TimeSpan.FromSeconds(30) }]);
        await bench.FailAsync();
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        await bench.SucceedAsync();
        await bench.PassAsync(Minute);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Recovering);
        (await bench.TakeAsync()).Should().BeEmpty();

        await bench.FailAsync();
        await bench.PassAsync(Minute);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);

        await bench.PassAsync(13, failing: false);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Resolved);
    }

    [Fact]
    public async Task RecoveringWhenTheGroupIntervalEnds_AndFiringAgain_IsTold()
    {
        await using var bench = await AlertingBench.StartAsync([Keeping with { GroupInterval = 5 * Minute }]);
        await bench.AddAsync("two");
        await bench.FailAsync("two");
        await bench.TickAsync();
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
        await bench.FailAsync("one");
        await bench.PassAsync(4 * Minute);
        await bench.SucceedAsync("one");
        await bench.PassAsync(2 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty();

        await bench.FailAsync("one");
        await bench.PassAsync(Minute);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.New);
    }

    [Fact]
    public async Task RecoveringWhenASilenceEnds_AndFiringAgain_IsTold()
    {
        await using var bench = await AlertingBench.StartAsync([Keeping]);
        await bench.SaveAsync(Silence(bench, "one", 5 * Minute));
        await bench.FailAsync();
        await bench.PassAsync(4 * Minute);
        await bench.SucceedAsync();
        await bench.PassAsync(2 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty();

        await bench.FailAsync();
        await bench.PassAsync(Minute);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task RecoveringWhenACooldownEnds_AndFiringAgain_IsTold()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { KeepFiring = Minute, Cooldown = 10 * Minute }]);
        await bench.FailAsync();
        await bench.PassAsync(4, failing: false);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved);
        await bench.PassAsync(5, failing: true);
        await bench.SucceedAsync();
        await bench.PassAsync(Minute + TimeSpan.FromSeconds(30));
        (await bench.TakeAsync()).Should().BeEmpty();

        await bench.FailAsync();
        await bench.PassAsync(Minute);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task RecoveringAtTheTimeOfTheDigest_AndFiringAgain_IsToldWithTheNext()
    {
        await using var bench = await AlertingBench.StartAsync([Keeping]);
        await bench.SaveAsync(new NotificationChannel { Id = "ops", Name = "ops", Type = "recording", Digest = "0 * * * *" });
        await bench.PassAsync(10 * Minute);
        await bench.FailAsync();
        await bench.PassAsync(48 * Minute);
        await bench.SucceedAsync();
        await bench.PassAsync(5 * Minute);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Recovering);

        await bench.FailAsync();
        await bench.PassAsync(30 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty("the digest of its first failure is over");
        await bench.PassAsync(30 * Minute);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task RecoveringWhenQuietHoursEnd_AndFiringAgain_IsTold()
    {
        await using var bench = await AlertingBench.StartAsync([Keeping]);
        await bench.SaveAsync(new NotificationChannel
        {
            Id = "ops",
            Name = "ops",
            Type = "recording",
            QuietHours = new QuietHours { From = new TimeOnly(0, 0), To = new TimeOnly(0, 30) },
        });
        await bench.FailAsync();
        await bench.PassAsync(28 * Minute);
        await bench.SucceedAsync();
        await bench.PassAsync(4 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty();

        await bench.FailAsync();
        await bench.PassAsync(Minute);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task FiringAgain_AfterItWasTold_IsNotToldAgain()
    {
        await using var bench = await AlertingBench.StartAsync([Keeping]);
        await bench.FailAsync();
        await bench.TickAsync();
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
        for (var turn = 0; turn < 3; turn++)
        {
            await bench.PassAsync(2, failing: false);
            (await bench.AlertAsync()).State.Should().Be(AlertState.Recovering);
            await bench.PassAsync(2, failing: true);
            (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        }

        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task RecoveringAndOver_BeforeItWasTold_TellsNothing()
    {
        await using var bench = await AlertingBench.StartAsync([Keeping with { GroupWait = TimeSpan.FromSeconds(30) }]);
        await bench.FailAsync();
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        await bench.SucceedAsync();
        await bench.PassAsync(15, failing: false);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Resolved);
        (await bench.TakeAsync()).Should().BeEmpty();
    }

    private static Silence Silence(AlertingBench bench, string integrationId, TimeSpan length) => new()
    {
        Id = "quiet",
        Matchers = [new LabelMatcher { Label = MatcherLabel.IntegrationId, Op = MatcherOperator.Equal, Value = integrationId }],
        StartsAt = bench.Now,
        EndsAt = bench.Now + length,
    };
}
