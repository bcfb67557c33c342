using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>One alert is told in place of others only where it is heard, and only of what is no worse and no other.</summary>
public sealed class SpeakingForOthersTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static AlertRule Fallback => AlertingBench.Rule("fallback") with { ChannelIds = [] };

    [Theory]
    [InlineData(AlertSeverity.Info, AlertSeverity.Critical, true)]
    [InlineData(AlertSeverity.Critical, AlertSeverity.Critical, false)]
    [InlineData(AlertSeverity.Critical, AlertSeverity.Info, false)]
    public async Task RuleThatNamesTheChannel_SpeaksForWhatIsNoWorse(AlertSeverity named, AlertSeverity fallback, bool isTold)
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Severity = named }, Fallback with { Severity = fallback }]);
        await bench.FailAsync();
        await bench.PassAsync(5, failing: true);

        (await RulesAsync(bench)).Should().BeEquivalentTo(isTold ? ["Rule rule", "Rule fallback"] : ["Rule rule"]);
    }

    [Fact]
    public async Task RuleThatIsSilenced_SpeaksForNoOther()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule(), Fallback]);
        await bench.SaveAsync(SilenceOf("rule", bench));
        await bench.FailAsync();
        await bench.PassAsync(2, failing: true);

        (await RulesAsync(bench)).Should().Equal("Rule fallback");
    }

    [Fact]
    public async Task RuleThatIsAcknowledgedAndWasTold_SpeaksStill()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule(), Fallback with { Pending = 3 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.Actions.AcknowledgeAsync((await bench.AlertsAsync()).Single(alert => alert.RuleId == "rule").Id, "alice", null, default);
        await bench.PassAsync(6, failing: true);

        (await RulesAsync(bench)).Should().OnlyContain(rule => rule == "Rule rule");
    }

    [Fact]
    public async Task RuleThatSpeaksOfAnotherCause_DoesNotSpeakForIt()
    {
        var slow = AlertingBench.Rule("slow", new LatencyCondition { ThresholdMs = 1_000, Window = 30 * Minute, MinimumChecks = 1 });
        await using var bench = await AlertingBench.StartAsync([slow with { Severity = AlertSeverity.Critical }, Fallback]);
        await bench.SucceedAsync(latencyMs: 5_000);
        await bench.TickAsync();
        await bench.PassAsync(3, failing: true);

        (await RulesAsync(bench)).Should().Equal("Rule slow", "Rule fallback");
    }

    /// <summary>The channel was told of a mistyped setting; that the access was taken away since, it would otherwise never hear.</summary>
    [Fact]
    public async Task RuleWhoseCauseChangedSinceItWasTold_DoesNotSpeakForTheNewCause()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule(), Fallback with { Pending = 3 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        for (var minute = 0; minute < 6; minute++)
        {
            await bench.FailAsync(kind: FailureKind.AuthenticationRevoked);
            await bench.PassAsync(Minute);
        }

        (await RulesAsync(bench)).Should().Equal("Rule rule", "Rule fallback");
    }

    [Fact]
    public async Task RuleThatWasToldAnew_SpeaksForTheCauseThatItSaidLast()
    {
        await using var bench = await AlertingBench.StartAsync(
            [AlertingBench.Rule() with { RepeatInterval = 5 * Minute }, Fallback with { Pending = 8 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        for (var minute = 0; minute < 12; minute++)
        {
            await bench.FailAsync(kind: FailureKind.AuthenticationRevoked);
            await bench.PassAsync(Minute);
        }

        (await RulesAsync(bench)).Should().OnlyContain(rule => rule == "Rule rule").And.HaveCountGreaterThan(1);
    }

    [Fact]
    public async Task Outage_ThatAnotherChannelHearsOf_DoesNotKeepATeamFromItsOwnAlerts()
    {
        await using var bench = await VendorAsync(AlertingBench.Rule("team") with { ChannelIds = ["team"] });
        await OutageAsync(bench);

        var told = await bench.TakeAsync();
        told.Where(notification => notification.ChannelId == "ops").Should().ContainSingle().Which.Message.RuleName.Should().Be("Rule outage");
        told.Where(notification => notification.ChannelId == "team").SelectMany(notification => notification.Message.Alerts)
            .Where(alert => alert.IsNews).Select(alert => alert.Alert.Name).Should().BeEquivalentTo(Vendors);
    }

    [Fact]
    public async Task Outage_ThatIsSilenced_SpeaksForNobody()
    {
        await using var bench = await VendorAsync(AlertingBench.Rule());
        await bench.SaveAsync(SilenceOf("outage", bench));
        await OutageAsync(bench);

        (await bench.TakeAsync()).SelectMany(notification => notification.Message.Alerts).Select(alert => alert.Alert.Name).Distinct()
            .Should().BeEquivalentTo(Vendors);
    }

    [Fact]
    public async Task Outage_ThatWasToldAndIsSilencedThen_SpeaksStill()
    {
        await using var bench = await VendorAsync(AlertingBench.Rule() with { GroupWait = TimeSpan.FromSeconds(30) });
        await OutageAsync(bench);
        await bench.SaveAsync(SilenceOf("outage", bench));
        await OutageAsync(bench);

        (await RulesAsync(bench)).Should().Equal("Rule outage");
    }

    private static string[] Vendors => [.. Enumerable.Range(0, 20).Select(i => $"v{i:d2}")];

    private static async Task<AlertingBench> VendorAsync(AlertRule rule)
    {
        var bench = await AlertingBench.StartAsync([rule, AlertingBench.Rule("outage", new ProviderOutageCondition())]);
        await bench.SaveAsync(new NotificationChannel { Id = "team", Name = "team", Type = "recording" });
        foreach (var id in Vendors)
            await bench.AddAsync(id, provider: "vendor");
        return bench;
    }

    private static async Task OutageAsync(AlertingBench bench)
    {
        for (var round = 0; round < 6; round++)
        {
            foreach (var id in Vendors)
                await bench.ResultAsync(id, CheckResult.Failed(FailureKind.ProviderOutage, "503"));
            await bench.PassAsync(TimeSpan.FromSeconds(20));
        }
    }

    private static async Task<IReadOnlyList<string>> RulesAsync(AlertingBench bench) =>
        [.. (await bench.TakeAsync()).Where(notification => notification.Message.Type == NotificationType.Firing).Select(notification => notification.Message.RuleName)];

    private static Silence SilenceOf(string ruleId, AlertingBench bench) => new()
    {
        Id = "silence",
        Matchers = [new LabelMatcher { Label = MatcherLabel.RuleId, Op = MatcherOperator.Equal, Value = ruleId }],
        StartsAt = bench.Now,
        EndsAt = bench.Now + (600 * Minute),
    };
}
