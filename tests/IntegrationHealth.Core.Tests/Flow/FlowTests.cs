using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Flow;

public sealed class FlowTests
{
    [Fact]
    public async Task Start_CodeIntegration_IsCheckedAndHealthy()
    {
        await using var host = await FlowHost.StartAsync(health => health.AddIntegration(FlowHost.Scripted("one")));

        await host.UntilAsync(() => !host.Events.All.IsEmpty, "a first check is committed");

        var report = await host.Health.GetAsync("one", TestContext.Current.CancellationToken);
        report!.Snapshot.Status.Should().Be(IntegrationStatus.Healthy);
        report.Stale.Should().BeFalse();
    }

    [Fact]
    public async Task Failures_ThresholdReached_TurnUnhealthyAfterQuickConfirmationsAndRecover()
    {
        await using var host = await FlowHost.StartAsync(health => health.AddIntegration(FlowHost.Scripted("one")));
        await host.UntilAsync(() => !host.Events.All.IsEmpty, "a first check is committed");
        host.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.Network, "Refused."));

        await host.UntilAsync(() => host.Events.All.Any(change => change.After.Status == IntegrationStatus.Unhealthy), "three failures");

        host.Events.All.Select(change => change.After.Confirming).OfType<StatusProgress>()
            .Should().Equal(new StatusProgress(1, 3), new StatusProgress(2, 3));
        host.Checker.Answer = (_, _) => new(CheckResult.Success());
        await host.UntilAsync(() => host.Events.All.Last().After.Status == IntegrationStatus.Healthy, "two successes");
        host.Events.All.Select(change => change.After.Recovering).OfType<StatusProgress>().Should().Equal(new StatusProgress(1, 2));
    }

    [Fact]
    public async Task CheckNow_Healthy_AnswersTheNewState()
    {
        await using var host = await FlowHost.StartAsync(health => health.AddIntegration(FlowHost.Scripted("one")));
        await host.UntilAsync(() => !host.Events.All.IsEmpty, "a first check is committed");
        host.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.AuthenticationRevoked, "Revoked.", Confidence.High));

        var checking = host.Health.CheckNowAsync("one", TestContext.Current.CancellationToken);
        await host.UntilAsync(() => checking.IsCompleted, "the check is done");

        (await checking)!.Snapshot.Failure!.Kind.Should().Be(FailureKind.AuthenticationRevoked);
    }
}
