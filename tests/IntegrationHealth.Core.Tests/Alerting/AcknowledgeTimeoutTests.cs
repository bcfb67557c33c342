using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>An acknowledgement that runs out while the alert still fires.</summary>
public sealed class AcknowledgeTimeoutTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Acknowledgement_RunsOutWhileItFires_IsToldOnce()
    {
        await using var bench = await FiringAsync(AlertingBench.Rule() with { AcknowledgeTimeout = 30 * Minute, RepeatInterval = TimeSpan.Zero });
        var done = await bench.Actions.AcknowledgeAsync((await bench.AlertAsync()).Id, "alice", "on it", default);
        done.Alert!.Acknowledged!.ExpiresAt.Should().Be(bench.Now + (30 * Minute));
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Acknowledged);
        await bench.PassAsync(29, failing: true);
        (await bench.TakeAsync()).Should().BeEmpty();
        (await bench.AlertAsync()).Acknowledged.Should().NotBeNull();

        await bench.PassAsync(1, failing: true);

        var alert = await bench.AlertAsync();
        (alert.State, alert.Acknowledged).Should().Be((AlertState.Firing, null));
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Repeat);
        (await bench.Store.GetTimelinesAsync([alert.Id], default)).Should().ContainSingle(step => step.Kind == AlertEventKind.AcknowledgementEnded)
            .Which.Detail.Should().Be("alice");
        await bench.PassAsync(120, failing: true);
        (await bench.TakeAsync()).Should().BeEmpty("it was told");
        (await bench.Actions.AcknowledgeAsync(alert.Id, "bob", null, default)).Alert!.Acknowledged!.By.Should().Be("bob");
    }

    [Fact]
    public async Task Acknowledgement_RunsOut_BeginsTheEscalationAgain()
    {
        var rule = AlertingBench.Rule() with { AcknowledgeTimeout = 30 * Minute, EscalationPolicyId = "policy" };
        await using var bench = await FiringAsync(rule);
        await bench.PassAsync(6, failing: true);
        (await bench.TakeAsync()).Should().ContainSingle(told => told.ChannelId == "lead");
        await bench.Actions.AcknowledgeAsync((await bench.AlertAsync()).Id, "alice", null, default);
        await bench.PassAsync(31, failing: true);
        (await bench.TakeAsync()).Where(told => told.ChannelId == "lead").Select(told => told.Message.Reason).Should().Equal(NotificationReason.Acknowledged);

        await bench.RestartAsync();
        await bench.PassAsync(5, failing: true);

        (await bench.TakeAsync()).Should().ContainSingle(told => told.ChannelId == "lead");
    }

    [Fact]
    public async Task Acknowledgement_WithoutTimeout_HoldsAsLongAsTheAlert()
    {
        await using var bench = await FiringAsync(AlertingBench.Rule());
        await bench.Actions.AcknowledgeAsync((await bench.AlertAsync()).Id, "alice", null, default);
        await bench.PassAsync(24 * 60, failing: true);

        (await bench.AlertAsync()).Acknowledged!.ExpiresAt.Should().BeNull();
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Acknowledged);
    }

    private static async Task<AlertingBench> FiringAsync(AlertRule rule)
    {
        var bench = await AlertingBench.StartAsync();
        await bench.SaveAsync(new NotificationChannel { Id = "lead", Name = "lead", Type = "recording" });
        await bench.SaveAsync(new EscalationPolicy
        {
            Id = "policy",
            Name = "Policy",
            Steps = [new EscalationStep { Delay = 5 * Minute, ChannelIds = ["lead"] }],
        });
        await bench.SaveAsync(rule);
        await bench.FailAsync();
        await bench.TickAsync();
        return bench;
    }
}
