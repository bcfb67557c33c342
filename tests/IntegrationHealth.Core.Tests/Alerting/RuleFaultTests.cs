using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Rules and alerts that cannot be used are said and set aside; the others go on.</summary>
public sealed class RuleFaultTests
{
    /// <summary>Kinds that are null, as no route takes them: judging it fails for whatever fails.</summary>
    private const string Broken = """{"id":"broken","name":"Broken","conditions":[{"type":"failureKind","kinds":null}],"channelIds":["ops"]}""";

    [Fact]
    public async Task Rule_ThatCannotBeJudged_IsListedUntilItCan_AndTheOthersAreJudged()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule("sound")]);
        await StoreAsync(bench, Broken);
        await bench.AddAsync("two");

        await bench.PassAsync(5, failing: true);
        await bench.SucceedAsync("two");

        var fault = Faults(bench).Should().ContainSingle().Subject;
        (fault.RuleId, fault.RuleName, fault.Kind, fault.Subjects, fault.LastAt).Should().Be(("broken", "Broken", RuleFaultKind.Evaluation, 1, bench.Now),
            "that it can be judged for another integration does not hide it");
        fault.Reason.Should().NotBeEmpty();
        fault.Since.Should().BeBefore(bench.Now);
        (await bench.AlertsAsync()).Select(alert => alert.RuleId).Should().Equal("sound");

        await bench.PassAsync(5, failing: false);
        Faults(bench).Should().BeEmpty();
    }

    [Fact]
    public async Task Fault_OfARuleOrIntegrationThatIsGone_IsForgotten()
    {
        await using var bench = await AlertingBench.StartAsync();
        await StoreAsync(bench, Broken);
        await bench.PassAsync(5, failing: true);
        Faults(bench).Should().ContainSingle();

        await bench.RemoveAsync("one");
        Faults(bench).Should().BeEmpty();
    }

    [Fact]
    public async Task Rule_ThatCannotBeRead_IsListed()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule("sound")]);
        await StoreAsync(bench, """{"id":"broken","name":"From tomorrow","conditions":[{"type":"phaseOfTheMoon"}]}""");

        (Faults(bench).Should().ContainSingle().Which.RuleId, Faults(bench)[0].Kind).Should().Be(("broken", RuleFaultKind.Unreadable));
        await bench.FailAsync();
        (await bench.AlertsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Rule_ThatFailedThreeTimes_IsToldToItsChannel_OncePerDay()
    {
        await using var bench = await AlertingBench.StartAsync();
        await bench.SaveAsync(new NotificationChannel { Id = "other", Name = "Other", Type = "recording" });
        await StoreAsync(bench, Broken);
        await bench.PassAsync(2, failing: true);
        (await NoticesAsync(bench)).Should().BeEmpty("twice may be a moment of an edit");

        await bench.PassAsync(4, failing: true);

        var notice = (await NoticesAsync(bench)).Should().ContainSingle().Subject;
        (notice.ChannelId, notice.Message.Alerts.Single().Alert.Name).Should().Be(("ops", "Broken"));
        notice.Message.Alerts.Single().Alert.Message.Should().Contain("judging it fails");
        bench.Time.Advance(TimeSpan.FromHours(25));
        await bench.PassAsync(1, failing: true);
        (await NoticesAsync(bench)).Should().ContainSingle().Which.Id.Should().NotBe(notice.Id);
    }

    [Fact]
    public async Task Rule_ThatCannotBeRead_IsToldToEveryChannel()
    {
        await using var bench = await AlertingBench.StartAsync();
        await bench.SaveAsync(new NotificationChannel { Id = "other", Name = "Other", Type = "recording" });
        await StoreAsync(bench, """{"id":"broken","name":"From tomorrow","conditions":[{"type":"phaseOfTheMoon"}]}""");

        await bench.TickAsync();
        await bench.TickAsync();

        (await NoticesAsync(bench)).Select(notice => (notice.ChannelId, notice.Message.RuleName))
            .Should().BeEquivalentTo([("ops", "Alert rule cannot be read"), ("other", "Alert rule cannot be read")]);
    }

    [Fact]
    public async Task Rule_ThatCannotBeReadAnyMore_KeepsItsAlertsAsTheyAre_UntilItIsRemoved()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule("broken")]);
        await bench.PassAsync(1, failing: true);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
        await StoreAsync(bench, """{"id":"broken","name":"From tomorrow","conditions":[{"type":"phaseOfTheMoon"}]}""", version: 1);

        await bench.PassAsync(3, failing: true);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Operational);
        (await bench.Configuration.DeleteAsync(ConfigurationKind.Rule, "broken", default)).Should().BeTrue();
        await bench.TickAsync();
        (await bench.AlertAsync()).ResolvedReason.Should().Be(ResolvedReason.RuleDeleted);
        (await bench.ReasonsAsync()).Should().BeEquivalentTo([NotificationReason.Operational, NotificationReason.Resolved], "the notice is over, too");
    }

    private static async Task<IReadOnlyList<Notification>> NoticesAsync(AlertingBench bench) =>
        [.. (await bench.TakeAsync()).Where(notification => notification.Message.Reason == NotificationReason.Operational)];

    /// <summary>As storage answers where the document of an alert is damaged.</summary>
    [Fact]
    public async Task Alert_OfWhichOnlyTheColumnsCouldBeRead_EndsAndItsRuleIsJudgedAfresh()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        var alert = await bench.AlertAsync();
        var damaged = alert with { RuleRevision = Alert.UnreadableRevision, Version = alert.Version + 1 };
        (await bench.Store.CommitAsync(new AlertCommit { Alerts = [new AlertChange(alert.Id, alert.Version, damaged, [])] }, default)).Should().BeTrue();

        await bench.PassAsync(2, failing: true);

        var alerts = await bench.AlertsAsync();
        alerts.Select(one => (one.State, one.ResolvedReason)).Should().Equal((AlertState.Firing, null), (AlertState.Resolved, ResolvedReason.RuleChanged));
        (await bench.Store.GetTimelinesAsync([alert.Id], default)).Single(step => step.Kind == AlertEventKind.Resolved).Detail.Should().Contain("could not be read");
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved, NotificationReason.First);
    }

    private static IReadOnlyList<RuleFault> Faults(AlertingBench bench) => bench.Services.GetRequiredService<RuleFaults>().List();

    private static async Task StoreAsync(AlertingBench bench, string json, long version = 0)
    {
        var store = bench.Services.GetRequiredService<IAlertConfigurationStore>();
        (await store.PutAsync(new ConfigurationDocument(ConfigurationKind.Rule, "broken", json, null, version), default)).Should().BeTrue();
        await bench.Configuration.RefreshAsync(default);
    }
}
