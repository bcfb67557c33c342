using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Tests.Alerting;

public sealed class SuppressionTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Silence_MutesWithoutChangingState_AndItsEndTellsWithinATick()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.SaveAsync(Silence(bench, 10 * Minute));
        await bench.FailAsync();
        await bench.PassAsync(9 * Minute);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await bench.TakeAsync()).Should().BeEmpty();
        (await bench.Store.GetTimelinesAsync([(await bench.AlertAsync()).Id], default)).Where(step => step.Kind == AlertEventKind.Silenced)
            .Should().ContainSingle("the timeline says it once, not at every look");

        await bench.PassAsync(Minute + TimeSpan.FromSeconds(5));
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task Fault34_Silence_CreatedWithinGroupWait_Mutes()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { GroupWait = TimeSpan.FromSeconds(30) }]);
        await bench.FailAsync();
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        await bench.SaveAsync(Silence(bench, 60 * Minute));
        await bench.PassAsync(5 * Minute);

        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Resolve_InsideASilence_IsTold_AndTheNextFiringIsAFirst()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.SaveAsync(Silence(bench, 10 * Minute));
        await bench.PassAsync(2, failing: false);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved);

        await bench.PassAsync(10 * Minute);
        await bench.PassAsync(1, failing: true);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task FiredAndResolved_InsideASilence_TellsNothing()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.SaveAsync(Silence(bench, 60 * Minute));
        await bench.FailAsync();
        await bench.PassAsync(2, failing: false);
        await bench.PassAsync(70 * Minute);

        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task SilenceRemoved_TellsAtOnce()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.SaveAsync(Silence(bench, 60 * Minute));
        await bench.FailAsync();
        await bench.PassAsync(Minute);
        await bench.Configuration.DeleteAsync(IntegrationHealth.Alerting.Storage.ConfigurationKind.Silence, "silence", default);
        await bench.TickAsync();

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Theory]
    [InlineData(MatcherLabel.Provider, MatcherOperator.Equal, "scripted", true)]
    [InlineData(MatcherLabel.Provider, MatcherOperator.NotEqual, "scripted", false)]
    [InlineData(MatcherLabel.OwnerId, MatcherOperator.Matches, "al.*", true)]
    [InlineData(MatcherLabel.OwnerId, MatcherOperator.Matches, "al", false)]
    [InlineData(MatcherLabel.OwnerId, MatcherOperator.NotMatches, "al", true)]
    [InlineData(MatcherLabel.Tag, MatcherOperator.Equal, "prod", true)]
    [InlineData(MatcherLabel.Tag, MatcherOperator.NotEqual, "prod", false)]
    [InlineData(MatcherLabel.Tag, MatcherOperator.Equal, "test", false)]
    [InlineData(MatcherLabel.IntegrationId, MatcherOperator.Equal, "one", true)]
    [InlineData(MatcherLabel.RuleId, MatcherOperator.Equal, "rule", true)]
    [InlineData(MatcherLabel.Severity, MatcherOperator.Equal, "warning", true)]
    [InlineData(MatcherLabel.Severity, MatcherOperator.Equal, "Warning", false)]
    public void Matcher_ComparesItsLabel(MatcherLabel label, MatcherOperator op, string value, bool expected) =>
        new CompiledMatchers([new LabelMatcher { Label = label, Op = op, Value = value }]).Match(new Alert
        {
            Id = "a",
            Fingerprint = "f",
            RuleId = "rule",
            RuleName = "r",
            RuleRevision = "1",
            Group = "g",
            Severity = IntegrationHealth.Alerting.AlertSeverity.Warning,
            IntegrationId = "one",
            Name = "one",
            Provider = "scripted",
            OwnerId = "alice",
            Tags = ["prod", "eu"],
            State = AlertState.Firing,
            StartedAt = AlertingBench.Start,
            Message = "m",
        }).Should().Be(expected);

    [Fact]
    public async Task Maintenance_MutesWhatItMatches_UntilItEnds()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { GroupBy = [] }]);
        await bench.AddAsync("two", owner: "bob");
        await bench.SaveAsync(new MaintenanceWindow
        {
            Id = "nightly",
            Name = "nightly",
            Cron = "0 1 * * *",
            Duration = 30 * Minute,
            TimeZone = "Europe/Berlin",
            Matchers = [new LabelMatcher { Label = MatcherLabel.OwnerId, Op = MatcherOperator.Equal, Value = "alice" }],
        });
        await bench.FailAsync("one");
        await bench.FailAsync("two");
        await bench.PassAsync(29 * Minute);
        (await bench.TakeAsync()).Should().ContainSingle().Which.Message.Alerts.Single().Alert.Name.Should().Be("two");
        await bench.PassAsync(2 * Minute);
        (await bench.TakeAsync()).Should().ContainSingle().Which.Message.Alerts.Single().Alert.Name.Should().Be("one");
    }

    [Fact]
    public async Task Shadow_RecordsAlertsAndTellsNobody()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()], settings: new() { ["IntegrationHealth:Shadow"] = "true" });
        await bench.FailAsync();
        await bench.PassAsync(10, failing: true);
        await bench.PassAsync(3, failing: false);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Resolved);
        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task ProviderOutage_SpeaksForItsIntegrations_AndAnotherCauseSpeaksForItself()
    {
        var outage = AlertingBench.Rule("outage", new ProviderOutageCondition());
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { GroupWait = TimeSpan.FromSeconds(30) }, outage]);
        string[] ids = [.. Enumerable.Range(0, 20).Select(i => $"v{i:d2}")];
        foreach (var id in ids)
            await bench.AddAsync(id, provider: "vendor");
        for (var round = 0; round < 4; round++)
        {
            foreach (var id in ids)
                await bench.ResultAsync(id, id == "v00" ? Revoked() : CheckResult.Failed(FailureKind.ProviderOutage, "503"));
            await bench.PassAsync(TimeSpan.FromSeconds(20));
        }

        var told = await bench.TakeAsync();
        told.Where(notification => notification.Message.RuleName == "Rule outage").Should().ContainSingle();
        told.Where(notification => notification.Message.RuleName == "Rule rule").Should().ContainSingle()
            .Which.Message.Alerts.Should().ContainSingle().Which.Alert.Name.Should().Be("v00");

        for (var round = 0; round < 12; round++)
        {
            foreach (var id in ids.Where(id => id != "v00"))
                await bench.SucceedAsync(id);
            await bench.PassAsync(TimeSpan.FromSeconds(20));
        }

        (await bench.TakeAsync()).Should().ContainSingle().Which.Message.Should().Match<NotificationMessage>(message =>
            message.RuleName == "Rule outage" && message.Reason == NotificationReason.Resolved);
    }

    private static CheckResult Revoked() => CheckResult.Failed(FailureKind.AuthenticationRevoked, "revoked", Confidence.High);

    private static Silence Silence(AlertingBench bench, TimeSpan length) => new()
    {
        Id = "silence",
        Matchers = [new LabelMatcher { Label = MatcherLabel.IntegrationId, Op = MatcherOperator.Equal, Value = "one" }],
        StartsAt = bench.Now,
        EndsAt = bench.Now + length,
    };
}
