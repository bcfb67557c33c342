using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;

namespace IntegrationHealth.Tests.Alerting;

public sealed class EscalationTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Unacknowledged_GoesThroughTheSteps_AndRepeatsAsOftenAsThePolicySays()
    {
        await using var bench = await FiringAsync(repeat: 1);
        await bench.PassAsync(40 * Minute);

        (await bench.TakeAsync()).Where(told => told.Message.Reason == NotificationReason.Escalation)
            .Select(told => (told.ChannelId, (int)(told.Message.Timestamp - AlertingBench.Start).TotalMinutes))
            .Should().Equal(("lead", 5), ("boss", 15), ("lead", 20), ("boss", 30));
    }

    [Fact]
    public async Task Acknowledge_StopsIt()
    {
        await using var bench = await FiringAsync();
        await bench.PassAsync(6 * Minute);
        var result = await bench.Actions.AcknowledgeAsync((await bench.AlertAsync()).Id, "alice", "on it", default);
        await bench.PassAsync(60 * Minute);

        result.Alert!.Acknowledged!.By.Should().Be("alice");
        (await bench.TakeAsync()).Select(told => told.ChannelId).Should().NotContain("boss").And.Contain("lead");
    }

    [Fact]
    public async Task Resolve_StopsIt_AndTheAcknowledgementDoesNotCarryOver()
    {
        await using var bench = await FiringAsync();
        await bench.Actions.AcknowledgeAsync((await bench.AlertAsync()).Id, "alice", null, default);
        await bench.PassAsync(2, failing: false);
        await bench.PassAsync(60 * Minute);
        (await bench.TakeAsync()).Should().NotContain(told => told.Message.Reason == NotificationReason.Escalation);

        await bench.FailAsync();
        (await bench.AlertsAsync())[0].Acknowledged.Should().BeNull();
        await bench.PassAsync(6 * Minute);
        (await bench.TakeAsync()).Should().Contain(told => told.ChannelId == "lead");
    }

    [Fact]
    public async Task Restart_LosesNoStep_AndRepeatsNone()
    {
        await using var bench = await FiringAsync();
        await bench.PassAsync(6 * Minute);
        (await bench.TakeAsync()).Should().Contain(told => told.ChannelId == "lead");
        await bench.RestartAsync(Minute);
        await bench.PassAsync(3 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty();
        await bench.PassAsync(6 * Minute);
        (await bench.TakeAsync()).Should().ContainSingle().Which.ChannelId.Should().Be("boss");
    }

    /// <summary>Somebody acknowledges between the look at what is due and its commit: the step is refused.</summary>
    [Fact]
    public async Task Acknowledge_DuringAStep_Wins()
    {
        await using var bench = await FiringAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(25));
        await bench.PassAsync(4 * Minute + TimeSpan.FromSeconds(30));
        var alert = await bench.AlertAsync();
        var acknowledged = alert with { Acknowledged = new Acknowledgement("alice", bench.Now), Escalation = null, Version = alert.Version + 1 };
        (await bench.Store.CommitAsync(new() { Alerts = [new(alert.Id, alert.Version, acknowledged, [])] }, default)).Should().BeTrue();
        bench.Time.Advance(TimeSpan.FromSeconds(4));
        await bench.TickAsync();
        await bench.PassAsync(10 * Minute);

        (await bench.TakeAsync()).Should().NotContain(told => told.Message.Reason == NotificationReason.Escalation);
    }

    [Fact]
    public async Task PolicyRemoved_EndsIt()
    {
        await using var bench = await FiringAsync();
        await bench.Configuration.DeleteAsync(IntegrationHealth.Alerting.Storage.ConfigurationKind.EscalationPolicy, "policy", default);
        await bench.PassAsync(30 * Minute);

        (await bench.AlertAsync()).Escalation.Should().BeNull();
        (await bench.TakeAsync()).Should().NotContain(told => told.Message.Reason == NotificationReason.Escalation);
    }

    [Fact]
    public async Task Silenced_Waits()
    {
        await using var bench = await FiringAsync();
        await bench.SaveAsync(new IntegrationHealth.Alerting.Silencing.Silence
        {
            Id = "s",
            StartsAt = bench.Now,
            EndsAt = bench.Now + (20 * Minute),
            Matchers = [new() { Label = IntegrationHealth.Alerting.Silencing.MatcherLabel.RuleId, Op = IntegrationHealth.Alerting.Silencing.MatcherOperator.Equal, Value = "rule" }],
        });
        await bench.PassAsync(19 * Minute);
        (await bench.TakeAsync()).Should().NotContain(told => told.Message.Reason == NotificationReason.Escalation);
        await bench.PassAsync(2 * Minute);
        (await bench.TakeAsync()).Should().Contain(told => told.ChannelId == "lead");
    }

    /// <summary>Channels that no rule names, only the policy: what an incident there hangs on is acknowledged and resolved like any other.</summary>
    [Fact]
    public async Task WhoWasTold_LearnsThatItIsTakenOn_AndThatItIsOver()
    {
        await using var bench = await FiringAsync();
        await bench.PassAsync(6 * Minute);
        await bench.Actions.AcknowledgeAsync((await bench.AlertAsync()).Id, "alice", null, default);
        await bench.PassAsync(2, failing: false);
        await bench.PassAsync(10 * Minute);

        var told = await bench.TakeAsync();
        told.Where(one => one.ChannelId == "lead").Select(one => one.Message.Reason)
            .Should().Equal(NotificationReason.Escalation, NotificationReason.Acknowledged, NotificationReason.Resolved);
        told.Where(one => one.ChannelId == "lead").Select(one => (one.Message.GroupKey, one.OrderKey)).Distinct().Should().ContainSingle();
        told.Should().NotContain(one => one.ChannelId == "boss");
    }

    [Fact]
    public async Task WhoWasTold_LearnsThatAPersonResolvedIt_OnceAndOverARestart()
    {
        await using var bench = await FiringAsync();
        await bench.PassAsync(16 * Minute);
        await bench.RestartAsync(TimeSpan.FromSeconds(5));
        await bench.Actions.ResolveAsync((await bench.AlertAsync()).Id, "alice", null, default);
        await bench.PassAsync(60 * Minute);

        (await bench.TakeAsync()).Where(one => one.Message.Reason == NotificationReason.Resolved).Select(one => one.ChannelId)
            .Should().BeEquivalentTo("ops", "lead", "boss");
    }

    /// <summary>Each alert is a group of its own, and so an incident of its own at the far end: one that ends must not end the other.</summary>
    [Fact]
    public async Task Step_OfTwoGroups_IsTwoMessages_EachWithItsOwnEnd()
    {
        await using var bench = await FiringAsync();
        await bench.SaveAsync(AlertingBench.Rule() with { EscalationPolicyId = "policy", GroupBy = [GroupLabel.Integration] });
        await bench.AddAsync("two");
        await bench.AddAsync("three");
        await bench.FailAsync("two");
        await bench.FailAsync("three");
        await bench.PassAsync(6 * Minute);
        await bench.PassAsync(2, failing: false, "two");
        await bench.PassAsync(2 * Minute);

        var told = (await bench.TakeAsync()).Where(one => one.ChannelId == "lead" && one.Message.Alerts[0].Alert.Name != "one").ToList();
        told.Where(one => one.Message.Reason == NotificationReason.Escalation).Select(one => one.Message.GroupKey).Should().HaveCount(2).And.OnlyHaveUniqueItems();
        told.Should().ContainSingle(one => one.Message.Reason == NotificationReason.Resolved).Which.Message.Alerts.Should().ContainSingle().Which.Alert.Name.Should().Be("two");
    }

    private static async Task<AlertingBench> FiringAsync(int repeat = 0)
    {
        var bench = await AlertingBench.StartAsync();
        foreach (var id in (string[])["lead", "boss"])
            await bench.SaveAsync(new NotificationChannel { Id = id, Name = id, Type = "recording" });
        await bench.SaveAsync(new EscalationPolicy
        {
            Id = "policy",
            Name = "Policy",
            Repeat = repeat,
            Steps = [new EscalationStep { Delay = 5 * Minute, ChannelIds = ["lead"] }, new EscalationStep { Delay = 10 * Minute, ChannelIds = ["boss"] }],
        });
        await bench.SaveAsync(AlertingBench.Rule() with { EscalationPolicyId = "policy" });
        await bench.FailAsync();
        await bench.TickAsync();
        return bench;
    }
}
