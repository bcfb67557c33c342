using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Fault 34: what happens to an alert when its rule is edited or removed, or its integration is.</summary>
public sealed class RuleEditTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Fault34_NameSeverityAndText_Edited_KeepTheAlert()
    {
        await using var bench = await FiringAsync();
        await bench.SaveAsync(AlertingBench.Rule() with { Name = "Another name", Severity = AlertSeverity.Critical });
        await bench.PassAsync(2, failing: true);

        var alert = await bench.AlertAsync();
        (alert.State, alert.RuleName, alert.Severity).Should().Be((AlertState.Firing, "Another name", AlertSeverity.Critical));
        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Fault34_Condition_Edited_ResolvesOnceAndIsJudgedAfresh()
    {
        await using var bench = await FiringAsync();
        await bench.SaveAsync(AlertingBench.Rule(conditions: new ConsecutiveFailuresCondition { Threshold = 3 }));
        await bench.TickAsync();
        (await bench.AlertAsync()).ResolvedReason.Should().Be(ResolvedReason.RuleChanged);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Resolved);

        await bench.PassAsync(1, failing: true);
        (await bench.AlertsAsync()).Should().ContainSingle("two failures are not three");
        await bench.PassAsync(1, failing: true);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task Fault34_PendingTime_LengthenedWhileFiring_StaysFiring()
    {
        await using var bench = await FiringAsync();
        await bench.SaveAsync(AlertingBench.Rule() with { Pending = 60 * Minute });
        await bench.PassAsync(2, failing: true);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Fault34_Rule_Deleted_ResolvesOnce()
    {
        await using var bench = await FiringAsync();
        await bench.Configuration.DeleteAsync(ConfigurationKind.Rule, "rule", default);
        await bench.PassAsync(3, failing: true);

        (await bench.AlertAsync()).ResolvedReason.Should().Be(ResolvedReason.RuleDeleted);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Resolved);
    }

    [Fact]
    public async Task Fault34_Rule_SwitchedOff_ResolvesOnce_AndOnAgainFiresAfresh()
    {
        await using var bench = await FiringAsync();
        await bench.SaveAsync(AlertingBench.Rule() with { Enabled = false });
        await bench.PassAsync(3, failing: true);
        (await bench.AlertAsync()).ResolvedReason.Should().Be(ResolvedReason.RuleDisabled);
        await bench.SaveAsync(AlertingBench.Rule());
        await bench.PassAsync(1, failing: true);

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Resolved, NotificationReason.First);
    }

    [Fact]
    public async Task Fault34_Integration_Deleted_ResolvesOnce()
    {
        await using var bench = await FiringAsync();
        await bench.RemoveAsync("one");
        await bench.PassAsync(2 * Minute);

        (await bench.AlertAsync()).ResolvedReason.Should().Be(ResolvedReason.IntegrationDeleted);
        var told = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        (told.Reason, told.Alerts[0].Alert.Name).Should().Be((NotificationReason.Resolved, "one"));
    }

    /// <summary>An alert that nobody judges any more is told as such: it reads otherwise than one that is well again.</summary>
    [Theory]
    [InlineData("rule removed", "ended, as its rule was removed")]
    [InlineData("rule off", "ended, as its rule was switched off")]
    [InlineData("rule changed", "ended, as its rule was changed")]
    [InlineData("scope", "ended, as its rule no longer watches it")]
    [InlineData("removed", "ended, as the integration was removed")]
    [InlineData("paused", "ended, as the integration was paused")]
    public async Task Fault34_EndedWithoutRecovery_TheTextSaysWhy(string what, string said)
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.TakeAsync();

        await (what switch
        {
            "rule removed" => bench.Configuration.DeleteAsync(ConfigurationKind.Rule, "rule", default),
            "rule off" => bench.SaveAsync(AlertingBench.Rule() with { Enabled = false }),
            "rule changed" => bench.SaveAsync(AlertingBench.Rule("rule", new ConsecutiveFailuresCondition { Threshold = 5 })),
            "scope" => bench.SaveAsync(AlertingBench.Rule() with { Scope = new RuleScope { Providers = ["another"] } }),
            "removed" => bench.RemoveAsync("one"),
            _ => bench.WriteChangeAsync("one", IntegrationHealth.Status.StatusEvaluator.Pause),
        });
        await bench.PassAsync(TimeSpan.FromMinutes(2));

        var told = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        NotificationText.Title(told).Should().StartWith("[ENDED] Rule rule");
        NotificationText.Line(told.Alerts.Single()).Should().Contain($": {said} – ");
    }

    [Theory]
    [InlineData(ResolvedReason.RuleDeleted, "⚪", "Default")]
    [InlineData(ResolvedReason.Cleared, "✅", "Good")]
    public void EndedWithoutRecovery_IsNotShownAsGoodNews(ResolvedReason reason, string mark, string color)
    {
        var message = Channels.Messages.Resolved();
        message = message with { Alerts = [.. message.Alerts.Select(item => item with { Alert = item.Alert with { ResolvedReason = reason } })] };

        using var slack = JsonDocument.Parse(IntegrationHealth.Alerting.Channels.Slack.SlackMessage.Write(message, null, null));
        slack.RootElement.GetProperty("blocks")[0].GetProperty("text").GetProperty("text").GetString().Should().StartWith(mark);
        System.Text.Encoding.UTF8.GetString(IntegrationHealth.Alerting.Channels.Teams.TeamsCard.Write(message, null, null)).Should().Contain($"\"color\":\"{color}\"");
    }

    [Fact]
    public void Recovered_OrResolvedByHand_ReadsAsBefore()
    {
        NotificationText.Title(Channels.Messages.Resolved()).Should().StartWith("[RESOLVED]");
        NotificationText.Line(Channels.Messages.Resolved().Alerts[0]).Should().Contain(": resolved – ");
        NotificationText.End(Channels.Messages.Alert(state: AlertState.Resolved) with { ResolvedReason = ResolvedReason.Manual }).Should().Be("resolved by hand");
        NotificationText.End(Channels.Messages.Alert()).Should().BeNull();
    }

    [Fact]
    public async Task Fault34_Integration_DeletedWhilePending_LeavesNothing()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Pending = 5 * Minute }]);
        await bench.FailAsync();
        await bench.RemoveAsync("one");
        await bench.PassAsync(Minute);

        (await bench.AlertsAsync()).Should().BeEmpty();
        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Scope_NarrowedWhileFiring_ResolvesWithThatReason()
    {
        await using var bench = await FiringAsync();
        await bench.SaveAsync(AlertingBench.Rule() with { Scope = new RuleScope { OwnerIds = ["bob"] } });
        await bench.TickAsync();

        (await bench.AlertAsync()).ResolvedReason.Should().Be(ResolvedReason.OutOfScope);
    }

    [Fact]
    public async Task Channel_TakenFromTheRule_StillLearnsThatItIsOver()
    {
        await using var bench = await FiringAsync();
        await bench.SaveAsync(new IntegrationHealth.Alerting.Channels.NotificationChannel { Id = "other", Name = "other", Type = "recording" });
        await bench.SaveAsync(AlertingBench.Rule() with { ChannelIds = ["other"], RepeatInterval = 5 * Minute });
        await bench.PassAsync(8, failing: false);

        (await bench.TakeAsync()).Should().Contain(told => told.ChannelId == "ops" && told.Message.Reason == NotificationReason.Resolved);
    }

    [Fact]
    public async Task NewRule_IsJudgedByWhatIsKnown_NotOnlyWithTheNextCheck()
    {
        await using var bench = await AlertingBench.StartAsync();
        await bench.AddAsync("two");
        await bench.FailAsync();
        await bench.SucceedAsync("two");
        await bench.SaveAsync(AlertingBench.Rule());
        await bench.TickAsync();

        (await bench.AlertAsync()).Name.Should().Be("one");
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task Condition_EditedToOneThatHolds_ResolvesAndFiresAfreshAtOnce()
    {
        await using var bench = await FiringAsync();
        await bench.SaveAsync(AlertingBench.Rule(conditions: [new ConsecutiveFailuresCondition { Threshold = 1 }, new StatusCondition { Status = IntegrationHealth.Status.IntegrationStatus.Unhealthy }])
            with
        { Match = ConditionMatch.Any });
        await bench.PassAsync(TimeSpan.FromSeconds(1));

        (await bench.AlertsAsync()).Select(alert => alert.State).Should().Equal(AlertState.Firing, AlertState.Resolved);
    }

    [Fact]
    public async Task Scope_Widened_TakesInWhatFailsAlready()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Scope = new RuleScope { OwnerIds = ["bob"] } }]);
        await bench.FailAsync();
        (await bench.AlertsAsync()).Should().BeEmpty();
        await bench.SaveAsync(AlertingBench.Rule());
        await bench.TickAsync();

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
    }

    [Fact]
    public async Task NewRule_OverAWindow_IsJudgedByTheStoredChecks()
    {
        await using var bench = await AlertingBench.StartAsync();
        await bench.PassAsync(4, failing: true);
        await bench.SaveAsync(AlertingBench.Rule(conditions: new ErrorRateCondition { ThresholdPercent = 50, Window = 10 * Minute, MinimumChecks = 3 }));
        await bench.TickAsync();

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
    }

    [Fact]
    public async Task OtherEdits_JudgeNothingAnew()
    {
        await using var bench = await FiringAsync();
        await bench.Actions.ResolveAsync((await bench.AlertAsync()).Id, "alice", null, default);
        await bench.SaveAsync(AlertingBench.Rule() with { Name = "Another name" });
        await bench.PassAsync(Minute);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Resolved, "a person resolved it, and it was not clear since");
    }

    private static async Task<AlertingBench> FiringAsync()
    {
        var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
        return bench;
    }
}
