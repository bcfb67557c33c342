using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

public sealed class AlertLifeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Breach_WithoutPendingTime_FiresAndIsToldOnce()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(3, failing: true);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task Pending_ThatClears_LeavesNothingBehind()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Pending = 3 * Minute }]);
        await bench.FailAsync();
        (await bench.AlertAsync()).State.Should().Be(AlertState.Pending);
        await bench.PassAsync(2, failing: true);
        await bench.PassAsync(1, failing: false);

        (await bench.AlertsAsync()).Should().BeEmpty();
        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Pending_FiresOnlyWithACheckAtItsEnd()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Pending = 3 * Minute }]);
        await bench.FailAsync();
        await bench.PassAsync(10 * Minute);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Pending, "nobody has looked since, so nobody knows");

        await bench.FailAsync();
        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
    }

    [Fact]
    public async Task Resolved_IsToldOnce_AndFiringAgainIsAnotherAlert()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(2, failing: false);
        await bench.PassAsync(1, failing: true);

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved, NotificationReason.First);
        (await bench.AlertsAsync()).Select(alert => alert.State).Should().Equal(AlertState.Firing, AlertState.Resolved);
    }

    [Fact]
    public async Task KeepFiring_BridgesAShortRecovery_WithoutAWord()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { KeepFiring = 5 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(3, failing: false);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Recovering);
        await bench.PassAsync(1, failing: true);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);

        await bench.PassAsync(6, failing: false);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Resolved);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Resolved);
    }

    [Fact]
    public async Task Recovery_WaitsForTheStatusToSettle()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule(conditions: new ConsecutiveFailuresCondition { Threshold = 3 })]);
        for (var i = 0; i < 3; i++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(10));
            await bench.FailAsync();
        }

        await bench.PassAsync(1, failing: false);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Recovering, "the status itself is only at recovering 1/2");
        await bench.PassAsync(1, failing: false);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Resolved);
    }

    /// <summary>An alert that comes and goes every twelve minutes: the third time its end is not believed any more.</summary>
    [Fact]
    public async Task Flapping_IsToldAtItsBeginningAndItsEnd()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        for (var i = 0; i < 12; i++)
        {
            await bench.PassAsync(6, failing: true);
            await bench.PassAsync(6, failing: false);
        }

        var during = await bench.ReasonsAsync();
        during.Where(reason => reason == NotificationReason.First).Should().HaveCountLessThanOrEqualTo(3);
        (await bench.AlertsAsync())[0].Flapping.Should().BeTrue();

        await bench.PassAsync(150, failing: false);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Resolved);
        (await bench.Store.GetTimelinesAsync([(await bench.AlertsAsync())[0].Id], default)).Select(step => step.Kind)
            .Should().Contain([AlertEventKind.FlappingStarted, AlertEventKind.FlappingEnded]);
    }

    [Fact]
    public async Task NoData_KeepsTheState_AndFreezesThePendingTime()
    {
        var rule = AlertingBench.Rule(conditions: new ErrorRateCondition { ThresholdPercent = 50, Window = 5 * Minute, MinimumChecks = 2 });
        await using var bench = await AlertingBench.StartAsync([rule with { Pending = 10 * Minute }]);
        await bench.PassAsync(3, failing: true);
        var before = await bench.AlertAsync();
        before.State.Should().Be(AlertState.Pending);

        await bench.PassAsync(30 * Minute);
        var frozen = await bench.AlertAsync();
        (frozen.State, frozen.DataHealth).Should().Be((AlertState.Pending, AlertDataHealth.NoData));

        await bench.PassAsync(3, failing: true);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Pending, "30 minutes without a check prove nothing");
        await bench.PassAsync(6, failing: true);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
    }

    [Fact]
    public async Task Firing_StaysFiring_WithoutData()
    {
        var rule = AlertingBench.Rule(conditions: new ErrorRateCondition { ThresholdPercent = 50, Window = 5 * Minute, MinimumChecks = 2 });
        await using var bench = await AlertingBench.StartAsync([rule]);
        await bench.PassAsync(3, failing: true);
        await bench.PassAsync(60 * Minute);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    /// <summary>Fault 23: the same observation twice, one that was overtaken, and one of an integration that is gone.</summary>
    [Fact]
    public async Task Fault23_SameResultTwice_OvertakenResult_GoneIntegration_MakeNoSecondAlert()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        var observation = new Observation(CheckResult.Failed(FailureKind.Misconfigured, "broken"), bench.Now, 10);
        await bench.WriteAsync([("one", observation)]);
        await bench.WriteAsync([("one", observation)]);
        await bench.WriteAsync([("one", new Observation(CheckResult.Success(), bench.Now.AddSeconds(-20), 10))]);
        await bench.WriteAsync([("gone", observation)]);
        await bench.TickAsync();

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Fact]
    public async Task Paused_ResolvesWithThatReason()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.WriteChangeAsync("one", StatusEvaluator.Pause);
        await bench.TickAsync();

        (await bench.AlertAsync()).ResolvedReason.Should().Be(ResolvedReason.IntegrationPaused);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved);
    }

    [Fact]
    public async Task RuleThatCannotBeJudged_LeavesItsAlertAndTheOthersAlone()
    {
        var kinds = new BreakableKinds(FailureKind.AuthenticationRevoked);
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule("other")],
            health => health.AddAlertRule(AlertingBench.Rule("faulty", new FailureKindCondition { Kinds = kinds })));
        await bench.ResultAsync("one", CheckResult.Failed(CheckFailure.Of(FailureKind.AuthenticationRevoked, "It was revoked.", Confidence.High)));
        await bench.TickAsync();
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.First);
        var before = (await bench.AlertsAsync()).Single(alert => alert.RuleId == "faulty");

        kinds.AreBroken = true;
        for (var minute = 0; minute < 2; minute++)
        {
            await bench.PassAsync(TimeSpan.FromMinutes(1));
            await bench.ResultAsync("one", CheckResult.Degraded(CheckFailure.Of(FailureKind.Timeout, "one is slow", Confidence.Medium)));
            await bench.TickAsync();
        }

        bench.Services.GetRequiredService<RuleFaults>().List().Should().ContainSingle().Which.RuleId.Should().Be("faulty");
        var after = await bench.AlertsAsync();
        after.Single(alert => alert.RuleId == "faulty").Should().BeEquivalentTo(before, "nobody can say that it is over");
        after.Single(alert => alert.RuleId == "other").State.Should().Be(AlertState.Resolved);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.Resolved);
    }

    private sealed class BreakableKinds(params FailureKind[] kinds) : IReadOnlyList<FailureKind>
    {
        public bool AreBroken { get; set; }

        public int Count => kinds.Length;

        public FailureKind this[int index] => kinds[index];

        public IEnumerator<FailureKind> GetEnumerator() =>
            AreBroken ? throw new InvalidOperationException("They are broken.") : kinds.AsEnumerable().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
