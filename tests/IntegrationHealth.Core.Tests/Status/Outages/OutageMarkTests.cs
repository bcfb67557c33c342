using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;

namespace IntegrationHealth.Tests.Status.Outages;

public sealed class OutageMarkTests
{
    private static readonly ProviderOutage Outage = new("o1", "gmail", Given.Noon);

    [Fact]
    public void Apply_Worked_IsDegradedByTheOutageAndNotStale()
    {
        var after = Apply(Given.Healthy("i1"));

        (after.Status, after.OutageId, after.Failure!.Action).Should().Be((IntegrationStatus.Degraded, "o1", RecoveryAction.Wait));
        after.NextCheckAt.Should().Be(Given.Noon.AddHours(1) + Given.Policy.BackoffBound);
        Freshness.IsStale(after, Given.Policy.Interval, Given.Noon.AddHours(1).AddMinutes(59)).Should().BeFalse();
    }

    [Fact]
    public void Apply_Revoked_StaysRevoked()
    {
        var revoked = Given.Healthy("i1").Then(Given.Revoked);

        var after = Apply(revoked);

        (after.Status, after.Failure, after.OutageId).Should().Be((IntegrationStatus.Unhealthy, revoked.Failure, revoked.OutageId));
    }

    [Fact]
    public void Apply_Paused_StaysPaused() =>
        Apply(StatusEvaluator.Pause(Given.Healthy("i1"), Given.Noon)).Should().Match<HealthSnapshot>(
            after => after.Status == IntegrationStatus.Paused && after.NextCheckAt == null);

    private static HealthSnapshot Apply(HealthSnapshot before) => OutageMark.Apply(before, Outage, "Gmail", Given.Policy, Given.Noon.AddHours(1));
}
