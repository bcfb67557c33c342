using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>What a person resolved stays quiet until its conditions were clear, and no longer: over restarts, and whichever host has seen it.</summary>
public sealed class HandResolvedTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task SeenClear_ThenRestarted_ItFiresAgain()
    {
        await using var bench = await ResolvedAsync();
        await bench.PassAsync(3, failing: true);
        (await bench.AlertAsync()).IsMuted.Should().BeTrue("it was never clear");
        await bench.PassAsync(2, failing: false);
        (await bench.AlertAsync()).ClearedAt.Should().NotBeNull();
        await bench.RestartAsync(TimeSpan.FromSeconds(10));
        await bench.PassAsync(1, failing: true);

        (await bench.AlertsAsync()).Select(alert => alert.State).Should().Equal(AlertState.Firing, AlertState.Resolved);
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved, NotificationReason.First);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25 * 60)]
    [InlineData(6 * 24 * 60)]
    public async Task NeverClear_StaysQuiet_HoweverLongTheHostIsDown(int minutesDown)
    {
        await using var bench = await ResolvedAsync();
        await bench.RestartAsync(minutesDown * Minute);
        await bench.PassAsync(3, failing: true);
        (await bench.AlertAsync()).State.Should().Be(AlertState.Resolved);

        await bench.PassAsync(2, failing: false);
        await bench.PassAsync(1, failing: true);
        (await bench.AlertsAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task SeenClear_TellsNobodyAndIsNoStepOfItsLife()
    {
        await using var bench = await ResolvedAsync();
        await bench.PassAsync(1, failing: false);
        var steps = await bench.Store.GetTimelinesAsync([(await bench.AlertAsync()).Id], default);
        await bench.PassAsync(5, failing: false);

        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved);
        steps.Count(step => step.Kind == AlertEventKind.Resolved).Should().Be(1);
    }

    /// <summary>This host thinks that it is open still, and what it finds changes it.</summary>
    [Fact]
    public async Task ResolvedOnAnotherHost_IsNotFiredAnew()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        var alert = await bench.AlertAsync();
        await OtherHostAsync(bench, alert, alert with { State = AlertState.Resolved, ResolvedAt = bench.Now, ResolvedReason = ResolvedReason.Manual });

        bench.Time.Advance(Minute);
        await bench.FailAsync(kind: FailureKind.Timeout);

        (await bench.AlertAsync()).State.Should().Be(AlertState.Resolved);
    }

    [Fact]
    public async Task SeenClearByAnotherHost_FiresAgainHere()
    {
        await using var bench = await ResolvedAsync();
        var alert = await bench.AlertAsync();
        await OtherHostAsync(bench, alert, alert with { ClearedAt = bench.Now });
        await bench.PassAsync(1, failing: true);

        (await bench.AlertsAsync()).Should().HaveCount(2);
    }

    /// <summary>This host sees it clear and does not know yet that another has: its result is not lost for it.</summary>
    [Fact]
    public async Task SeenClearByTwoHosts_CostsNoResult()
    {
        await using var bench = await ResolvedAsync();
        var alert = await bench.AlertAsync();
        await OtherHostAsync(bench, alert, alert with { ClearedAt = bench.Now });
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.SucceedAsync();

        (await bench.AlertAsync()).Version.Should().Be(alert.Version + 1);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.FailAsync();
        (await bench.AlertsAsync()).Should().HaveCount(2);
    }

    private static async Task OtherHostAsync(AlertingBench bench, Alert before, Alert after) =>
        (await bench.Store.CommitAsync(new() { Alerts = [new(before.Id, before.Version, after with { Version = before.Version + 1 }, [])] }, default)).Should().BeTrue();

    private static async Task<AlertingBench> ResolvedAsync()
    {
        var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        (await bench.Actions.ResolveAsync((await bench.AlertAsync()).Id, "alice", null, default)).Status.Should().Be(AlertActionStatus.Done);
        await bench.TickAsync();
        return bench;
    }
}
