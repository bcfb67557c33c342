using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;

namespace IntegrationHealth.Tests.Alerting;

public sealed class GroupingTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static AlertRule Grouped => AlertingBench.Rule() with { GroupWait = TimeSpan.FromSeconds(30), GroupInterval = 5 * Minute };

    [Fact]
    public async Task GroupWait_GathersAlertsIntoOneNotification()
    {
        await using var bench = await AlertingBench.StartAsync([Grouped]);
        await bench.AddAsync("two");
        await bench.FailAsync("one");
        await bench.PassAsync(TimeSpan.FromSeconds(20));
        await bench.FailAsync("two");
        (await bench.TakeAsync()).Should().BeEmpty();
        await bench.PassAsync(TimeSpan.FromSeconds(20));

        var message = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        (message.Reason, message.Alerts.Count, message.Truncated).Should().Be((NotificationReason.First, 2, 0));
    }

    [Fact]
    public async Task GroupInterval_SpacesWhatComesLater_AndNothingIsForgotten()
    {
        await using var bench = await AlertingBench.StartAsync([Grouped]);
        await bench.AddAsync("two");
        await bench.FailAsync("one");
        await bench.PassAsync(Minute);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);

        await bench.FailAsync("two");
        await bench.PassAsync(3 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty();
        await bench.PassAsync(3 * Minute);
        var message = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        message.Reason.Should().Be(NotificationReason.New);
        message.Alerts.Select(told => (told.Alert.Name, told.IsNews)).Should().Equal(("two", true), ("one", false));
    }

    [Fact]
    public async Task ResolvedWithinGroupWait_TellsNothing()
    {
        await using var bench = await AlertingBench.StartAsync([Grouped]);
        await bench.FailAsync();
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        await bench.SucceedAsync();
        await bench.SucceedAsync();
        await bench.PassAsync(10 * Minute);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Resolved);
        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task RepeatInterval_TellsAgain_UntilSomebodyAcknowledges()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { RepeatInterval = 10 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(21, failing: true);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Repeat, NotificationReason.Repeat);

        await bench.Actions.AcknowledgeAsync((await bench.AlertAsync()).Id, "alice", null, default);
        await bench.PassAsync(30, failing: true);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Acknowledged);
    }

    [Fact]
    public async Task SendResolvedOff_TellsNoEnd_ButTheNextBeginningIsAFirst()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { SendResolved = false }]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(2, failing: false);
        await bench.PassAsync(1, failing: true);

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.First);
    }

    [Fact]
    public async Task Cooldown_HoldsTheNextAlertOfTheSameIntegration_AndTellsItWhenItIsOver()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Cooldown = 60 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(2, failing: false);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved);

        await bench.PassAsync(40, failing: true);
        (await bench.TakeAsync()).Should().BeEmpty();
        await bench.PassAsync(25, failing: true);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task GroupBy_Provider_And_Owner_MakeGroupsOfTheirOwn()
    {
        await using var bench = await AlertingBench.StartAsync([Grouped with { GroupBy = [GroupLabel.Owner] }]);
        await bench.AddAsync("two", owner: "bob");
        await bench.AddAsync("three", owner: "bob");
        foreach (var id in (string[])["one", "two", "three"])
            await bench.FailAsync(id);
        await bench.PassAsync(Minute);

        (await bench.TakeAsync()).Select(told => told.Message.Alerts.Count).Order().Should().Equal(1, 2);
    }

    [Fact]
    public async Task QuietHours_HoldWhatCanWait_AndLetCriticalThrough()
    {
        await using var bench = await AlertingBench.StartAsync(
            [AlertingBench.Rule() with { Scope = new() { IntegrationIds = ["one"] } },
                AlertingBench.Rule("critical") with { Severity = AlertSeverity.Critical, Scope = new() { IntegrationIds = ["two"] } }]);
        await bench.SaveAsync(new NotificationChannel
        {
            Id = "ops",
            Name = "ops",
            Type = "recording",
            TimeZone = "Europe/Berlin",
            QuietHours = new QuietHours { From = new TimeOnly(22, 0), To = new TimeOnly(2, 0) },
        });
        await bench.AddAsync("two");
        await bench.FailAsync("one"); // 00:00 UTC is 01:00 in Berlin.
        await bench.FailAsync("two");
        await bench.PassAsync(59 * Minute);
        (await bench.TakeAsync()).Should().ContainSingle().Which.Message.RuleName.Should().Be("Rule critical");
        await bench.PassAsync(2 * Minute);
        (await bench.TakeAsync()).Should().ContainSingle().Which.Message.RuleName.Should().Be("Rule rule");
    }

    [Fact]
    public async Task Digest_SaysEverythingAtOnce_AtItsTime()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule(), AlertingBench.Rule("other")]);
        await bench.SaveAsync(new NotificationChannel { Id = "ops", Name = "ops", Type = "recording", Digest = "0 * * * *" });
        await bench.PassAsync(10 * Minute);
        await bench.FailAsync();
        await bench.PassAsync(49 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty();
        await bench.PassAsync(2 * Minute);

        (await bench.TakeAsync()).Should().ContainSingle().Which.Message.Alerts.Should().HaveCount(2);
    }

    [Fact]
    public async Task RuleWithoutChannels_TellsAllChannels_ExceptWhatAnotherRuleTellsThere()
    {
        await using var bench = await AlertingBench.StartAsync(
            [AlertingBench.Rule() with { Scope = new() { IntegrationIds = ["one"] } }, AlertingBench.Rule("fallback") with { ChannelIds = [] }]);
        await bench.AddAsync("two");
        await bench.FailAsync("one");
        await bench.FailAsync("two");
        await bench.PassAsync(Minute);

        (await bench.TakeAsync()).Select(told => (told.Message.RuleName, told.Message.Alerts.Single().Alert.Name))
            .Should().BeEquivalentTo([("Rule rule", "one"), ("Rule fallback", "two")]);
    }

    [Fact]
    public async Task Fault33_Storm_OfTwentyThousand_IsOneMessageOfFifty()
    {
        await using var bench = await AlertingBench.StartAsync([Grouped]);
        for (var i = 0; i < 20_000; i++)
            await bench.AddAsync($"i{i:d5}");
        foreach (var chunk in Enumerable.Range(0, 20_000).Chunk(1_000))
        {
            await bench.WriteAsync([.. chunk.Select(i => ($"i{i:d5}", new IntegrationHealth.Status.Observation(
                IntegrationHealth.Checks.CheckResult.Failed(IntegrationHealth.Checks.FailureKind.Misconfigured, "broken"), bench.Now, 10)))]);
        }

        await bench.PassAsync(Minute);
        var message = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        (message.Alerts.Count, message.Truncated).Should().Be((50, 19_950));
    }

    [Fact]
    public async Task NotificationIds_AreUnique_AndFitForHeaders()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        for (var i = 0; i < 5; i++)
        {
            await bench.PassAsync(1, failing: true);
            await bench.PassAsync(2, failing: false);
        }

        var ids = (await bench.TakeAsync()).Select(told => told.Id).ToList();
        ids.Should().HaveCountGreaterThan(4).And.OnlyHaveUniqueItems().And.OnlyContain(id => id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'));
    }
}
