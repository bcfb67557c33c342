using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Flow;

public sealed class SchedulingFlowTests
{
    [Fact]
    public async Task Check_HangsForEver_TheOthersGoOnAndItIsNotPiledUp()
    {
        await using var host = await StartAsync(20);
        var never = new TaskCompletionSource<CheckResult>();
        host.Checker.Answer = (context, _) => context.Integration.Id == "i0" ? new(never.Task) : new(CheckResult.Success());

        await host.UntilAsync(() => host.Monitored("i0").Snapshot.Status == IntegrationStatus.Unhealthy, "three time-outs in a row");

        host.Checker.CountOf("i0").Should().Be(2, "one before, and one that hangs");
        host.Monitored("i0").Snapshot.Failure!.Kind.Should().Be(FailureKind.Timeout);
        Enumerable.Range(1, 19).Should().OnlyContain(number => host.Monitored($"i{number}").Snapshot.Status == IntegrationStatus.Healthy);
        never.SetResult(CheckResult.Success());
        await host.UntilAsync(() => host.Monitored("i0").Snapshot.Status == IntegrationStatus.Healthy, "it ended, so it is checked again", TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Check_MoreDueThanMayRun_AllHaveTheirTurn()
    {
        await using var host = await FlowHost.StartAsync(
            health =>
            {
                for (var number = 0; number < 100; number++)
                    health.AddIntegration(FlowHost.Scripted($"i{number}"));
            },
            new() { ["IntegrationHealth:Checks:MaxConcurrency"] = "4" });

        await host.UntilAsync(() => Enumerable.Range(0, 100).All(number => host.Checker.CountOf($"i{number}") == 1), "all are checked", TimeSpan.FromMinutes(1));

        host.Services.GetRequiredService<CheckWorkers>().Free.Should().BeInRange(3, 4);
    }

    [Fact]
    public async Task Check_ProviderBusy_IsPutOffAndNotFailed()
    {
        var running = 0;
        var most = 0;
        await using var host = await FlowHost.StartAsync(
            health =>
            {
                for (var number = 0; number < 10; number++)
                    health.AddIntegration(FlowHost.Scripted($"i{number}"));
            },
            maxConcurrency: 2);
        host.Checker.Answer = async (_, cancellation) =>
        {
            try
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Delay(TimeSpan.FromSeconds(1), host.Time, cancellation);
                return CheckResult.Success();
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        };

        await host.UntilAsync(() => Enumerable.Range(0, 10).All(number => host.Monitored($"i{number}").Snapshot.Version >= 1), "all are checked");

        most.Should().BeLessThanOrEqualTo(2);
        host.Events.All.Should().OnlyContain(change => change.After.Status == IntegrationStatus.Healthy);
    }

    [Fact]
    public async Task Outage_OfASharedVendor_IsOneAndEndsByItself()
    {
        await using var host = await StartAsync(30, sharesOneVendor: true);
        host.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.ProviderOutage, "503."));

        await host.UntilAsync(() => Count(host, snapshot => snapshot.OutageId is not null) >= 3, "those whose turn came are told of the outage");
        var ids = Enumerable.Range(0, 30).Select(number => host.Monitored($"i{number}").Snapshot.OutageId).OfType<string>().Distinct().ToList();
        host.Checker.Answer = (_, _) => new(CheckResult.Success());

        await host.UntilAsync(() => Count(host, snapshot => snapshot.Status == IntegrationStatus.Healthy) == 30, "all are well", TimeSpan.FromMinutes(30));

        ids.Should().ContainSingle();
    }

    [Fact]
    public async Task Stop_ChecksUnderWay_GivesTheirLeasesBack()
    {
        var host = await StartAsync(3);
        host.Checker.Answer = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return CheckResult.Success();
        };
        await host.UntilAsync(() => host.Checker.CountOf("i0") + host.Checker.CountOf("i1") + host.Checker.CountOf("i2") == 6, "all are under way");
        var queue = host.Services.GetRequiredService<ICheckQueue>();
        var due = host.Time.GetUtcNow();

        await host.StopAsync();

        var depth = await queue.GetDepthAsync(CancellationToken.None);
        depth.Leased.Should().Be(0);
        depth.OldestDueAt.Should().BeOnOrBefore(due.AddSeconds(3), "another host may check them at once");
        await host.DisposeAsync();
    }

    /// <summary>A commit was so slow that its check was claimed anew, and its result asked for a longer wait.</summary>
    [Fact]
    public async Task Claim_ResultMeanwhileAskedForAPause_IsPutOffToItsEnd()
    {
        await using var host = await StartAsync(1);
        var queue = host.Services.GetRequiredService<ICheckQueue>();
        var now = host.Time.GetUtcNow();
        var end = now.AddMinutes(20);
        var monitored = host.Monitored("i0");
        monitored.Snapshot = monitored.Snapshot with { LastCheckedAt = now, NextCheckAt = end, RetryAt = end };

        await queue.ScheduleAsync([new ScheduledCheck("i0", now.AddSeconds(-1))], CancellationToken.None);
        await host.PassAsync(TimeSpan.FromSeconds(5));

        (await queue.GetDepthAsync(CancellationToken.None)).Should().Be(new CheckQueueDepth(1, 0, end));
        host.Checker.CountOf("i0").Should().Be(1, "only the first check");
        await host.UntilAsync(() => host.Checker.CountOf("i0") == 2, "the pause is over", TimeSpan.FromMinutes(21));
        host.Time.GetUtcNow().Should().BeOnOrAfter(end);
    }

    [Fact]
    public async Task Start_SwitchedOff_ChecksNothing()
    {
        await using var host = await FlowHost.StartAsync(
            health => health.AddIntegration(FlowHost.Scripted("one")), new() { ["IntegrationHealth:Enabled"] = "false" });

        await host.PassAsync(TimeSpan.FromMinutes(6));

        host.Checker.CountOf("one").Should().Be(0);
        (await host.Health.CheckNowAsync("one")).Should().BeNull();
    }

    private static int Count(FlowHost host, Func<HealthSnapshot, bool> matches) =>
        Enumerable.Range(0, 30).Count(number => matches(host.Monitored($"i{number}").Snapshot));

    private static async Task<FlowHost> StartAsync(int count, bool sharesOneVendor = false)
    {
        var host = await FlowHost.StartAsync(
            health =>
            {
                for (var number = 0; number < count; number++)
                    health.AddIntegration(FlowHost.Scripted($"i{number}"));
            },
            new() { ["IntegrationHealth:Checks:Interval"] = "00:00:30" }, sharesOneVendor);
        await host.UntilAsync(
            () => Enumerable.Range(0, count).All(number => host.Monitored($"i{number}") is { Snapshot.Version: 1, Checking: false }), "all are checked");
        return host;
    }
}
