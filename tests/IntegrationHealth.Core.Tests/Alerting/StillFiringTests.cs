using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.PagerDuty;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>What is over is told; that a group is over only when nothing in it fires any more, silenced or not.</summary>
public sealed class StillFiringTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task OneIsOver_WhileAnotherIsSilenced_TheIncidentStaysOpenUntilBothAre()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.AddAsync("two");
        await bench.FailAsync("one");
        await bench.FailAsync("two");
        await bench.TickAsync();
        PagerDutyEvent.ActionOf((await bench.TakeAsync()).Should().ContainSingle().Subject.Message).Should().Be("trigger");
        await bench.SaveAsync(Silence(bench, "two"));

        await bench.SucceedAsync("one");
        await bench.SucceedAsync("one");
        await bench.TickAsync();
        var over = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        (over.Type, over.StillFiring).Should().Be((NotificationType.Resolved, 1));
        over.Alerts.Select(told => told.Alert.Name).Should().Equal("one");
        PagerDutyEvent.ChangesNothing(over).Should().BeTrue();

        await bench.SucceedAsync("two");
        await bench.SucceedAsync("two");
        await bench.TickAsync();
        var both = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        (both.Type, both.StillFiring).Should().Be((NotificationType.Resolved, 0));
        (PagerDutyEvent.ChangesNothing(both), PagerDutyEvent.ActionOf(both)).Should().Be((false, "resolve"));
    }

    [Fact]
    public async Task OneGroupOfADigestIsOver_WhileAnotherFires_TheIncidentStaysOpenUntilBothAre()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { GroupBy = [IntegrationHealth.Alerting.Rules.GroupLabel.Integration] }]);
        await bench.SaveAsync(new NotificationChannel { Id = "ops", Name = "ops", Type = "recording", Digest = "0 * * * *" });
        await bench.AddAsync("two");
        await bench.PassAsync(10 * Minute);
        await bench.FailAsync("one");
        await bench.FailAsync("two");
        await bench.PassAsync(55 * Minute);
        (await bench.TakeAsync()).Should().ContainSingle().Which.Message.Type.Should().Be(NotificationType.Firing);

        await bench.SucceedAsync("one");
        await bench.SucceedAsync("one");
        await bench.PassAsync(60 * Minute);
        var over = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        (over.Type, over.StillFiring).Should().Be((NotificationType.Resolved, 1));

        await bench.SucceedAsync("two");
        await bench.SucceedAsync("two");
        await bench.PassAsync(60 * Minute);
        var both = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        (both.Type, both.StillFiring).Should().Be((NotificationType.Resolved, 0));
    }

    private static Silence Silence(AlertingBench bench, string integrationId) => new()
    {
        Id = "quiet",
        Matchers = [new LabelMatcher { Label = MatcherLabel.IntegrationId, Op = MatcherOperator.Equal, Value = integrationId }],
        StartsAt = bench.Now,
        EndsAt = bench.Now.AddDays(1),
    };
}
