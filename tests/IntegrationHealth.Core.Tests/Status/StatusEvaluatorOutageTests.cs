using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Status;

public sealed class StatusEvaluatorOutageTests
{
    private static readonly EvaluationContext Canary = new(OutageId: "o1", ProviderName: "Gmail", IsCanary: true);
    private static readonly EvaluationContext Other = Canary with { IsCanary = false };

    [Fact]
    public void Evaluate_VendorFailureUnderOutage_IsExplainedByIt()
    {
        var after = Given.Healthy().Then(Given.TimedOut, context: Other).Then(Given.TimedOut, context: Other).Then(Given.TimedOut, context: Other);

        after.Status.Should().Be(IntegrationStatus.Unhealthy);
        after.OutageId.Should().Be("o1");
        after.Failure.Should().BeEquivalentTo(new
        {
            Kind = FailureKind.ProviderOutage,
            Message = "Gmail is having an outage; there is nothing for you to do.",
            Action = RecoveryAction.Wait,
            ResponsibleParty = ResponsibleParty.Vendor,
            Confidence = Confidence.High,
        });
    }

    [Fact]
    public void Evaluate_CanaryUnderOutage_KeepsItsInterval() =>
        Unhealthy(Canary).Wait().Should().BeGreaterThan(TimeSpan.FromMinutes(2.5)).And.BeLessThanOrEqualTo(TimeSpan.FromMinutes(7.5));

    [Fact]
    public void Evaluate_OthersUnderOutage_AreLeftAloneForTheBoundOfBackoff() =>
        Unhealthy(Other).Wait().Should().Be(TimeSpan.FromMinutes(60));

    [Theory]
    [InlineData(FailureKind.AuthenticationExpired)]
    [InlineData(FailureKind.AuthenticationRevoked)]
    public void Evaluate_DoubtfulAuthenticationFailureUnderOutage_PromptsNobodyToReconnect(FailureKind kind)
    {
        var doubtful = CheckResult.Failed(kind, "401.", Confidence.Medium);
        var after = Given.Healthy().Then(doubtful, context: Other).Then(doubtful, context: Other).Then(doubtful, context: Other);

        after.Failure!.Action.Should().Be(RecoveryAction.Wait);
        after.OutageId.Should().Be("o1");
    }

    [Fact]
    public void Evaluate_DefinitiveFailureUnderOutage_IsTheOwnersOwn()
    {
        var after = Given.Healthy().Then(Given.Revoked, context: Other);

        after.Failure!.Action.Should().Be(RecoveryAction.Reconnect);
        after.OutageId.Should().BeNull();
    }

    [Fact]
    public void Evaluate_FailureThatTheOutageDoesNotExplain_StandsForItself()
    {
        var fault = CheckResult.Failed(FailureKind.CheckerFault, "Defect.");
        var after = Given.Healthy().Then(fault, context: Other).Then(fault, context: Other).Then(fault, context: Other);

        after.Failure!.Kind.Should().Be(FailureKind.CheckerFault);
        after.OutageId.Should().BeNull();
    }

    [Fact]
    public void Evaluate_HealthyUnderOutage_StaysHealthy()
    {
        var after = Given.Healthy().Then(Given.Success, context: Other);

        after.Status.Should().Be(IntegrationStatus.Healthy);
        after.OutageId.Should().BeNull();
        after.Failure.Should().BeNull();
    }

    [Fact]
    public void Evaluate_OutageOver_NextFailureSpeaksForItself()
    {
        var after = Unhealthy(Other).Then(Given.Refused);

        after.OutageId.Should().BeNull();
        after.Failure!.Kind.Should().Be(FailureKind.Network);
    }

    [Fact]
    public void UnderOutage_NothingToExplain_AnswersTheSameInstance()
    {
        var failure = Given.Refused.Failure;

        FailureRules.UnderOutage(failure, new EvaluationContext()).Should().BeSameAs(failure);
        FailureRules.UnderOutage(null, Other).Should().BeNull();
    }

    private static HealthSnapshot Unhealthy(EvaluationContext context) =>
        Given.Healthy().Then(Given.TimedOut, context: context).Then(Given.TimedOut, context: context).Then(Given.TimedOut, context: context);
}
