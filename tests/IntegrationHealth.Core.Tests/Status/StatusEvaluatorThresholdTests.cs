using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Status;

public sealed class StatusEvaluatorThresholdTests
{
    [Fact]
    public void Evaluate_FirstSuccess_IsHealthyWithoutConfirmation()
    {
        var after = Given.New().ThenAt(Given.Noon, Given.Success, latencyMs: 37);

        after.Status.Should().Be(IntegrationStatus.Healthy);
        after.StatusSince.Should().Be(Given.Noon);
        after.LastCheckedAt.Should().Be(Given.Noon);
        after.LastSucceededAt.Should().Be(Given.Noon);
        after.LatencyMs.Should().Be(37);
        after.Confirming.Should().BeNull();
        after.Version.Should().Be(1);
    }

    [Fact]
    public void Evaluate_FailuresBelowThreshold_KeepTheStatusAndSayHowFar()
    {
        var first = Given.Healthy().Then(Given.Refused);
        var second = first.Then(Given.Refused);

        first.Status.Should().Be(IntegrationStatus.Healthy);
        first.Confirming.Should().Be(new StatusProgress(1, 3));
        first.Failure.Should().BeNull("it is not believed yet");
        first.FailingSince.Should().Be(first.LastCheckedAt);
        second.Confirming.Should().Be(new StatusProgress(2, 3));
        second.Wait().Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Evaluate_FailuresReachThreshold_IsUnhealthySinceTheLastOfThem()
    {
        var healthy = Given.Healthy();
        var after = healthy.Then(Given.Refused).Then(Given.Refused).Then(Given.Refused);

        after.Status.Should().Be(IntegrationStatus.Unhealthy);
        after.Confirming.Should().BeNull();
        after.ConsecutiveFailures.Should().Be(3);
        after.StatusSince.Should().Be(after.LastCheckedAt!.Value);
        after.FailingSince.Should().Be(healthy.NextCheckAt, "the first of the three began it");
        after.LastSucceededAt.Should().Be(healthy.LastSucceededAt);
        after.Failure!.Kind.Should().Be(FailureKind.Network);
    }

    [Fact]
    public void Evaluate_SuccessWhileConfirming_ForgetsTheFailures()
    {
        var after = Given.Healthy().Then(Given.Refused).Then(Given.Refused).Then(Given.Success);

        after.Confirming.Should().BeNull();
        after.ConsecutiveFailures.Should().Be(0);
        after.FailingSince.Should().BeNull();
        after.Then(Given.Refused).Confirming.Should().Be(new StatusProgress(1, 3));
    }

    [Fact]
    public void Evaluate_UnknownAndFailing_StaysUnknownUntilTheThreshold()
    {
        var first = Given.New().Then(Given.Refused);
        var third = first.Then(Given.Refused).Then(Given.Refused);

        first.Status.Should().Be(IntegrationStatus.Unknown);
        first.Failure.Should().BeNull();
        third.Status.Should().Be(IntegrationStatus.Unhealthy);
    }

    [Fact]
    public void Evaluate_ConfirmationDelayLongerThanInterval_WaitsOneInterval()
    {
        var policy = Given.Policy with { Interval = TimeSpan.FromSeconds(5) };

        Given.New().Then(Given.Success, policy).Then(Given.Refused, policy).Wait().Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Evaluate_DefinitiveFailure_FlipsAtOnce()
    {
        var after = Given.Healthy().Then(Given.Revoked);

        after.Status.Should().Be(IntegrationStatus.Unhealthy);
        after.Failure!.Action.Should().Be(RecoveryAction.Reconnect);
        after.Wait().Should().Be(TimeSpan.FromMinutes(5), "backoff begins with one interval");
    }

    [Theory]
    [InlineData(FailureKind.AuthenticationRevoked, true)]
    [InlineData(FailureKind.InsufficientScope, true)]
    [InlineData(FailureKind.AdminPolicy, true)]
    [InlineData(FailureKind.AccountSuspended, true)]
    [InlineData(FailureKind.Misconfigured, true)]
    [InlineData(FailureKind.AuthenticationExpired, false)]
    [InlineData(FailureKind.ProviderOutage, false)]
    [InlineData(FailureKind.InvalidResponse, false)]
    [InlineData(FailureKind.Timeout, false)]
    [InlineData(FailureKind.Network, false)]
    [InlineData(FailureKind.Dns, false)]
    [InlineData(FailureKind.Tls, false)]
    [InlineData(FailureKind.CheckerFault, false)]
    [InlineData(FailureKind.Unknown, false)]
    public void Evaluate_CertainFailure_FlipsAtOnceOnlyWhenAPersonIsNeeded(FailureKind kind, bool flips)
    {
        var certain = Given.Healthy().Then(CheckResult.Failed(kind, "Sure.", Confidence.High));
        var likely = Given.Healthy().Then(CheckResult.Failed(kind, "Likely.", Confidence.Medium));

        (certain.Status == IntegrationStatus.Unhealthy).Should().Be(flips);
        likely.Status.Should().Be(IntegrationStatus.Healthy);
    }

    [Fact]
    public void Evaluate_Recovery_NeedsTheSuccessThreshold()
    {
        var first = Given.Unhealthy().Then(Given.Success);
        var second = first.Then(Given.Success);

        first.Status.Should().Be(IntegrationStatus.Unhealthy);
        first.Recovering.Should().Be(new StatusProgress(1, 2));
        first.Wait().Should().Be(TimeSpan.FromSeconds(10));
        first.Failure!.Kind.Should().Be(FailureKind.Network, "it is still unhealthy");
        second.Status.Should().Be(IntegrationStatus.Healthy);
        second.Recovering.Should().BeNull();
        second.Failure.Should().BeNull();
    }

    [Fact]
    public void Evaluate_FailureWhileRecovering_BeginsAnew()
    {
        var after = Given.Unhealthy().Then(Given.Success).Then(Given.Refused);

        after.Status.Should().Be(IntegrationStatus.Unhealthy);
        after.Recovering.Should().BeNull();
        after.ConsecutiveFailures.Should().Be(1);
        after.Then(Given.Success).Recovering.Should().Be(new StatusProgress(1, 2));
    }

    [Fact]
    public void Evaluate_LatencyOverLimit_IsDegradedAfterTheThreshold()
    {
        var policy = Given.Policy with { DegradedLatency = TimeSpan.FromMilliseconds(500) };
        var healthy = Given.New().Then(Given.Success, policy, latencyMs: 500);
        var first = healthy.Then(Given.Success, policy, latencyMs: 501);
        var third = first.Then(Given.Success, policy, latencyMs: 900).Then(Given.Success, policy, latencyMs: 1_234);

        healthy.Confirming.Should().BeNull("the limit itself is allowed");
        first.Confirming.Should().Be(new StatusProgress(1, 3));
        third.Status.Should().Be(IntegrationStatus.Degraded);
        third.Failure!.Message.Should().Contain("1234 ms").And.Contain("500 ms");
        third.LastSucceededAt.Should().Be(third.LastCheckedAt, "it works, slowly");
        third.Recent[0].Should().Be(CheckOutcome.Degraded);
    }

    [Fact]
    public void Evaluate_ProvidersOwnWordOfDegradation_NeedsNoConfirmation()
    {
        var certificate = CheckResult.Degraded(CheckFailure.Of(FailureKind.Tls, "It ends in 3 days.", Confidence.High));

        Given.Healthy().Then(certificate).Status.Should().Be(IntegrationStatus.Degraded);
        Given.Healthy().Then(Given.Limited).Status.Should().Be(IntegrationStatus.Degraded);
        Given.Healthy().Then(Given.Scarce).Confirming.Should().Be(new StatusProgress(1, 3));
        Given.New().Then(Given.Scarce).Status.Should().Be(IntegrationStatus.Degraded, "nothing better was ever seen");
    }

    [Fact]
    public void Evaluate_DegradedWhileUnhealthy_RecoversToDegraded()
    {
        var first = Given.Unhealthy().Then(Given.Scarce);
        var second = first.Then(Given.Scarce);

        first.Recovering.Should().Be(new StatusProgress(1, 2));
        second.Status.Should().Be(IntegrationStatus.Degraded);
        second.Failure!.Kind.Should().Be(FailureKind.InsufficientScope);
    }

    [Fact]
    public void Evaluate_RecoveredToDegraded_ShowsWhatIsWrongNowAndNotTheOldVerdict()
    {
        var policy = Given.Policy with { DegradedLatency = TimeSpan.FromMilliseconds(500) };
        var revoked = Given.Healthy().Then(Given.Revoked, policy);

        var after = revoked.Then(Given.Success, policy, latencyMs: 900).Then(Given.Success, policy, latencyMs: 900);

        after.Status.Should().Be(IntegrationStatus.Degraded);
        after.Failure!.Kind.Should().Be(FailureKind.Timeout, "the credential works again; only the pace is wrong");
    }
}
