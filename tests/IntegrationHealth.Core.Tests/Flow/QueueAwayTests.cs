using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Scheduling;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationHealth.Tests.Flow;

/// <summary>A shared queue whose server refuses for a while what it is asked.</summary>
public sealed class QueueAwayTests
{
    [Fact]
    public async Task Add_QueueAway_IsStoredToldAndCheckedOnceTheQueueAnswers()
    {
        await using var host = await StartAsync();
        var queue = Queue(host);
        var told = new List<string>();
        host.Services.GetRequiredService<IntegrationCatalog>().Changed += told.AddRange;
        queue.IsAway = true;

        await host.Catalog.AddAsync(FlowHost.Scripted("new"), TestContext.Current.CancellationToken);
        await host.PassAsync(TimeSpan.FromSeconds(5));

        told.Should().Equal("new");
        host.Checker.CountOf("new").Should().Be(0);
        queue.IsAway = false;
        await host.UntilAsync(() => host.Checker.CountOf("new") == 1, "it is checked", TimeSpan.FromSeconds(10));
    }

    /// <summary>As a server does that is out of memory or a replica: what needs no write is answered.</summary>
    [Fact]
    public async Task Add_QueueRefusesWritesAlone_IsCheckedOnceItTakesThem()
    {
        await using var host = await StartAsync();
        var queue = Queue(host);
        await host.UntilAsync(() => host.Monitored("i0").Snapshot.Version == 1, "nothing is due");
        queue.RefusesWrites = true;

        await host.Catalog.AddAsync(FlowHost.Scripted("new"), TestContext.Current.CancellationToken);
        await host.PassAsync(TimeSpan.FromSeconds(5));

        host.Checker.CountOf("new").Should().Be(0);
        queue.RefusesWrites = false;
        await host.UntilAsync(() => host.Checker.CountOf("new") == 1, "it is checked", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Remove_QueueAway_IsGoneAndLeavesTheQueueOnceItAnswers()
    {
        await using var host = await StartAsync();
        await host.Catalog.AddAsync(FlowHost.Scripted("old"), TestContext.Current.CancellationToken);
        await host.UntilAsync(() => host.Checker.CountOf("old") == 1, "it is checked");
        var queue = Queue(host);
        queue.IsAway = true;

        await host.Catalog.RemoveAsync("old", TestContext.Current.CancellationToken);

        queue.IsAway = false;
        await host.UntilAsync(async () => (await queue.GetDepthAsync(TestContext.Current.CancellationToken)).Scheduled == 1, "it left the queue", TimeSpan.FromSeconds(10));
    }

    /// <summary>As a host leaves it that read storage before the pause and added afterwards.</summary>
    [Fact]
    public async Task Claim_Paused_IsNotChecked()
    {
        await using var host = await StartAsync();
        await host.UntilAsync(() => host.Monitored("i0").Snapshot.Version == 1, "it is checked");
        await host.Catalog.AddAsync(FlowHost.Scripted("off") with { Enabled = false }, TestContext.Current.CancellationToken);

        await Queue(host).AddAsync([new ScheduledCheck("off", host.Time.GetUtcNow())], TestContext.Current.CancellationToken);
        await host.PassAsync(TimeSpan.FromMinutes(20));

        host.Checker.CountOf("off").Should().Be(0);
        host.Monitored("off").Snapshot.Status.Should().Be(IntegrationStatus.Paused);
    }

    [Fact]
    public async Task Claims_QueueWasAway_SpreadWhatFellDueBeforeTheyGoOn()
    {
        await using var host = await StartAsync();
        var queue = Queue(host);
        await host.UntilAsync(() => host.Checker.CountOf("i0") == 1, "it is checked");

        queue.IsAway = true;
        await host.PassAsync(TimeSpan.FromMinutes(1));
        queue.Calls.Clear();
        queue.IsAway = false;
        await host.UntilAsync(() => queue.Calls.Contains("Claim"), "claims go on", TimeSpan.FromSeconds(10));

        queue.Calls.Take(3).Should().Equal("Add", "Spread", "Claim");
    }

    /// <summary>By a clock that was set back the lease would last for another hour.</summary>
    [Fact]
    public async Task Result_WhoseLeaseHasEnded_IsDroppedWhateverTheClockSays()
    {
        await using var host = await StartAsync();
        await host.UntilAsync(() => host.Monitored("i0").Snapshot.Version == 1, "it is checked");
        var (monitored, now) = (host.Monitored("i0"), host.Time.GetUtcNow());
        monitored.Checking = true;

        await host.Services.GetRequiredService<ResultWriter>().WriteAsync(
            new PendingWrite(monitored)
            {
                Lease = new CheckLease("i0", 99, now, now.AddHours(1)),
                LeaseEnds = host.Time.GetTimestamp(),
                Observation = new Observation(CheckResult.Success(), now, 1),
            },
            TestContext.Current.CancellationToken);
        await host.UntilAsync(() => !monitored.Checking, "it is let go");

        monitored.Snapshot.Version.Should().Be(1, "another host may have checked it since");
    }

    /// <summary>Otherwise nobody would check them until their lease ends.</summary>
    [Fact]
    public async Task Stop_ClaimUnderWay_GivesBackWhatTheServerHasGranted()
    {
        await using var host = await StartAsync();
        var queue = Queue(host);
        var answer = await HoldClaimAsync(host);

        await using var arrives = host.Time.CreateTimer(_ => answer.TrySetResult(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        await host.StopAsync();

        var depth = await queue.GetDepthAsync(TestContext.Current.CancellationToken);
        depth.Leased.Should().Be(0);
        depth.OldestDueAt.Should().BeOnOrBefore(host.Time.GetUtcNow(), "another host may claim it at once");
        host.Checker.CountOf("i0").Should().Be(1, "a host that stops begins nothing");
    }

    [Fact]
    public async Task Stop_ClaimNeverAnswered_EndsAllTheSame()
    {
        await using var host = await StartAsync();
        var queue = Queue(host);
        await HoldClaimAsync(host);

        var began = host.Time.GetUtcNow();
        await host.StopAsync();

        // The host's time runs on while threads come to their turn.
        queue.GivenUpAt.Should().BeOnOrAfter(began + TimeSpan.FromSeconds(5)).And.BeBefore(began + TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_QueueFailsMeanwhile_SchedulerEndsWithoutAFault(bool claimed)
    {
        await using var host = await StartAsync();
        var queue = Queue(host);
        var answer = await HoldClaimAsync(host);

        await using var breaks = host.Time.CreateTimer(
            _ =>
            {
                queue.IsAway = true;
                if (claimed)
                    answer.TrySetResult();
                else
                    answer.TrySetException(new InvalidOperationException("The connection broke."));
            },
            null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        await host.StopAsync();

        var scheduler = host.Services.GetServices<IHostedService>().OfType<HealthCheckScheduler>().Single();
        scheduler.ExecuteTask!.IsFaulted.Should().BeFalse("a host that stops says that a background service failed");
    }

    /// <summary>Until the server has granted a claim whose answer stays on its way, for the test to let it come.</summary>
    private static async Task<TaskCompletionSource> HoldClaimAsync(FlowHost host)
    {
        await host.UntilAsync(() => host.Monitored("i0").Snapshot.Version == 1, "it is checked");
        var queue = Queue(host);
        var answer = new TaskCompletionSource();
        queue.AnswerHeld = answer.Task;
        await host.UntilAsync(async () => (await queue.GetDepthAsync(TestContext.Current.CancellationToken)).Leased == 1, "the server grants it");
        return answer;
    }

    private static Task<FlowHost> StartAsync() => FlowHost.StartAsync(health =>
    {
        health.AddIntegration(FlowHost.Scripted("i0"));
        health.Services.AddSingleton<ICheckQueue, FaultyQueue>();
    });

    private static FaultyQueue Queue(FlowHost host) => (FaultyQueue)host.Services.GetRequiredService<ICheckQueue>();
}
