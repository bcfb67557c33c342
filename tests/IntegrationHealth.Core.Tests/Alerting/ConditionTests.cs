using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Alerting;

public sealed class ConditionTests
{
    private static readonly DateTimeOffset Now = AlertingBench.Start;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static HealthSnapshot Snapshot => HealthSnapshot.Initial("one", Now - TimeSpan.FromHours(1)) with
    {
        Status = IntegrationStatus.Unhealthy,
        LastCheckedAt = Now - Minute,
        NextCheckAt = Now + (4 * Minute),
        ConsecutiveFailures = 3,
        Failure = CheckFailure.Of(FailureKind.AuthenticationRevoked, "revoked"),
        CredentialExpiresAt = Now + TimeSpan.FromDays(3),
    };

    public static TheoryData<AlertCondition, bool> Conditions => new()
    {
        { new ConsecutiveFailuresCondition { Threshold = 3 }, true },
        { new ConsecutiveFailuresCondition { Threshold = 4 }, false },
        { new StatusCondition { Status = IntegrationStatus.Unhealthy, For = TimeSpan.FromHours(1) }, true },
        { new StatusCondition { Status = IntegrationStatus.Unhealthy, For = TimeSpan.FromHours(1.1) }, false },
        { new StatusCondition { Status = IntegrationStatus.Degraded }, true },
        { new StatusCondition { Status = IntegrationStatus.Healthy }, false },
        { new FailureKindCondition { Kinds = [FailureKind.AuthenticationRevoked] }, true },
        { new FailureKindCondition { Kinds = [FailureKind.Timeout] }, false },
        { new CredentialExpiryCondition { Within = TimeSpan.FromDays(3) }, true },
        { new CredentialExpiryCondition { Within = TimeSpan.FromDays(2) }, false },
        { new NoDataCondition { Intervals = 1 }, false },
        { new ErrorRateCondition { ThresholdPercent = 50, MinimumChecks = 4 }, true },
        { new ErrorRateCondition { ThresholdPercent = 51, MinimumChecks = 4 }, false },
        { new LatencyCondition { ThresholdMs = 300, Percentile = 100, MinimumChecks = 2 }, true },
        { new LatencyCondition { ThresholdMs = 301, Percentile = 100, MinimumChecks = 2 }, false },
        { new LatencyCondition { ThresholdMs = 100, Percentile = 50, MinimumChecks = 2 }, true },
        { new LatencyCondition { ThresholdMs = 101, Percentile = 50, MinimumChecks = 2 }, false },
        { new LatencyCondition { ThresholdMs = 200, MinimumChecks = 2 }, true },
        { new LatencyCondition { ThresholdMs = 201, MinimumChecks = 2 }, false },
        { new ProviderErrorRateCondition { ThresholdPercent = 30 }, true },
        { new ProviderErrorRateCondition { ThresholdPercent = 31 }, false },
        { new ProviderOutageCondition(), true },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Evaluate_HoldsAtItsThreshold_AndNotBeyond(AlertCondition condition, bool holds) =>
        ConditionEvaluator.Evaluate(condition, Context(Snapshot)).Verdict.Should().Be(holds ? Verdict.Breach : Verdict.Clear);

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Evaluate_SaysNothingOfAPausedIntegration(AlertCondition condition, bool holds)
    {
        _ = holds;
        if (condition is not (ProviderErrorRateCondition or ProviderOutageCondition))
            ConditionEvaluator.Evaluate(condition, Context(Snapshot with { Status = IntegrationStatus.Paused })).Verdict.Should().Be(Verdict.Clear);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public void NoData_IsAnIntervalThatDidNotCome(int minutesLate, bool holds) => ConditionEvaluator.Evaluate(
            new NoDataCondition { Intervals = 2 }, Context(Snapshot with { NextCheckAt = Now - (minutesLate * Minute) }) with { Interval = 9 * Minute })
        .Verdict.Should().Be(holds ? Verdict.Breach : Verdict.Clear);

    [Fact]
    public void Windows_WithTooFewChecks_SayNothing()
    {
        ConditionEvaluator.Evaluate(new ErrorRateCondition { ThresholdPercent = 1, MinimumChecks = 5 }, Context(Snapshot)).Verdict.Should().Be(Verdict.NoData);
        ConditionEvaluator.Evaluate(new LatencyCondition { ThresholdMs = 1, MinimumChecks = 3 }, Context(Snapshot)).Verdict.Should().Be(Verdict.NoData);
        ConditionEvaluator.Evaluate(new ErrorRateCondition { ThresholdPercent = 1, MinimumChecks = 2, Window = Minute }, Context(Snapshot))
            .Verdict.Should().Be(Verdict.NoData, "only one check lies within a minute");
    }

    [Theory]
    [InlineData(ConditionMatch.All, true, true, true)]
    [InlineData(ConditionMatch.All, true, false, false)]
    [InlineData(ConditionMatch.Any, true, false, true)]
    [InlineData(ConditionMatch.Any, false, false, false)]
    public void Match_CombinesConditions(ConditionMatch match, bool first, bool second, bool holds)
    {
        var rule = AlertingBench.Rule(conditions: [Holding(first), Holding(second)]) with { Match = match };
        new CompiledRule(rule).Judge(Context(Snapshot)).Verdict.Should().Be(holds ? Verdict.Breach : Verdict.Clear);

        static AlertCondition Holding(bool holds) => new ConsecutiveFailuresCondition { Threshold = holds ? 1 : 100 };
    }

    [Theory]
    [InlineData(ConditionMatch.All, 1, Verdict.NoData)]
    [InlineData(ConditionMatch.All, 100, Verdict.Clear)]
    [InlineData(ConditionMatch.Any, 1, Verdict.Breach)]
    [InlineData(ConditionMatch.Any, 100, Verdict.NoData)]
    public void Match_WithTooLittleToJudgeBy_KeepsWhatWas(ConditionMatch match, int threshold, object expected)
    {
        var rule = AlertingBench.Rule(conditions:
            [new ErrorRateCondition { ThresholdPercent = 1, MinimumChecks = 500 }, new ConsecutiveFailuresCondition { Threshold = threshold }]);
        new CompiledRule(rule with { Match = match }).Judge(Context(Snapshot)).Verdict.Should().Be((Verdict)expected);
    }

    [Fact]
    public void Revision_ChangesWithConditionsAlone()
    {
        var rule = AlertingBench.Rule();
        var revision = new CompiledRule(rule).Revision;
        new CompiledRule(rule with { Name = "x", Pending = Minute, ChannelIds = ["y"], Scope = new RuleScope { Tags = ["z"] } }).Revision.Should().Be(revision);
        new CompiledRule(rule with { Conditions = [new ConsecutiveFailuresCondition { Threshold = 2 }] }).Revision.Should().NotBe(revision);
        new CompiledRule(rule with { Match = ConditionMatch.Any }).Revision.Should().NotBe(revision);
    }

    private static ConditionContext Context(HealthSnapshot snapshot) => new(Now, snapshot, 5 * Minute, "vendor", "Vendor",
    [
        new ObservedCheck(Now - (8 * Minute), 20, true), new ObservedCheck(Now - (6 * Minute), 100, false),
        new ObservedCheck(Now - (4 * Minute), 30, true), new ObservedCheck(Now - TimeSpan.FromSeconds(30), 300, false),
    ], new FixedActivity());

    private sealed class FixedActivity : IProviderActivity
    {
        public (int Failed, int All) Count(string provider, TimeSpan window, DateTimeOffset now) => (30, 100);

        public DateTimeOffset? OutageSince(string provider) => Now;
    }
}
