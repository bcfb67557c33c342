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

    [Fact]
    public void IsDue_Canary_OnlyUntilItIsMarkedAndBeforeItGrowsStale()
    {
        var (interval, soon) = (Given.Policy.Interval, TimeSpan.FromSeconds(15));
        var healthy = Given.Healthy("i1");
        OutageMark.IsDue(healthy, Outage, interval, Given.Noon + soon).Should().BeTrue("nobody sees yet why it is not checked");

        var marked = OutageMark.Apply(healthy, Outage, "Gmail", Given.Noon + soon, Given.Noon);
        OutageMark.IsDue(marked, Outage, interval, Given.Noon + (soon * 2)).Should().BeFalse("each withheld try would be a write");
        OutageMark.IsDue(marked, Outage, interval, Given.Noon + (interval * 4)).Should().BeTrue("it would be shown as stale");
    }

    [Fact]
    public void IsDue_RevokedCanary_OnlyBeforeItGrowsStale()
    {
        var revoked = Given.Healthy("i1").Then(Given.Revoked);

        OutageMark.IsDue(revoked, Outage, Given.Policy.Interval, revoked.NextCheckAt!.Value).Should().BeFalse();
        OutageMark.IsDue(revoked, Outage, Given.Policy.Interval, revoked.NextCheckAt.Value + (Given.Policy.Interval * 4)).Should().BeTrue();
    }

    private static HealthSnapshot Apply(HealthSnapshot before) => OutageMark.Apply(before, Outage, "Gmail", Given.Noon.AddHours(1) + Given.Policy.BackoffBound, Given.Noon.AddHours(1));
}
