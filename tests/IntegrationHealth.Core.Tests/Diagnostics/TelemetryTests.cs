using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using IntegrationHealth.Checks;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using IntegrationHealth.Tests.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace IntegrationHealth.Tests.Diagnostics;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Check_Revoked_IsMeasuredFromQueueToCommit()
    {
        await using var host = await StartAsync();
        using var duration = Collect<double>(host, IntegrationHealthDiagnostics.CheckDuration);
        using var lateness = Collect<double>(host, IntegrationHealthDiagnostics.QueueLateness);
        using var batch = Collect<long>(host, IntegrationHealthDiagnostics.WriteBatchSize);
        using var transitions = Collect<long>(host, IntegrationHealthDiagnostics.StatusTransitions);
        using var active = Collect<long>(host, IntegrationHealthDiagnostics.ChecksActive);
        host.Checker.Answer = (_, _) => new(Given.Revoked with { Latency = TimeSpan.FromMilliseconds(250) });

        await host.WhenAsync(host.Health.CheckNowAsync("one"));
        await host.UntilAsync(() => active.GetMeasurementSnapshot().Count == 2, "the check has ended");

        var measured = duration.GetMeasurementSnapshot().Should().ContainSingle().Subject;
        measured.Value.Should().Be(0.25);
        measured.Tags.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["integration_health.provider"] = "scripted",
            ["integration_health.outcome"] = "failed",
            ["error.type"] = "authenticationRevoked",
        });
        lateness.GetMeasurementSnapshot().Should().ContainSingle().Which.Value.Should().BeGreaterThanOrEqualTo(0);
        batch.GetMeasurementSnapshot().Should().ContainSingle().Which.Value.Should().Be(1);
        transitions.GetMeasurementSnapshot().Should().ContainSingle().Which.Tags["integration_health.status"].Should().Be("unhealthy");
        active.GetMeasurementSnapshot().Sum(measurement => measurement.Value).Should().Be(0);
    }

    [Fact]
    public async Task Gauge_Observed_CountsIntegrationsByStatus()
    {
        await using var host = await StartAsync();
        using var gauge = Collect<long>(host, IntegrationHealthDiagnostics.StatusIntegrations);

        gauge.RecordObservableInstruments();

        var measured = gauge.GetMeasurementSnapshot().Should().ContainSingle().Subject;
        measured.Value.Should().Be(1);
        measured.Tags["integration_health.status"].Should().Be("healthy");
    }

    [Fact]
    public async Task Commit_FailsAndIsRefused_IsCounted()
    {
        await using var host = await StartAsync();
        var store = host.Services.GetRequiredService<FaultyResultStore>();
        using var failures = Collect<long>(host, IntegrationHealthDiagnostics.WriteFailures);
        using var refused = Collect<long>(host, IntegrationHealthDiagnostics.WriteRefused);
        store.Away = true;
        await host.UntilAsync(() => failures.GetMeasurementSnapshot().Count > 0, "a commit fails");
        (store.RefuseAll, store.Away) = (true, false);

        await host.UntilAsync(() => refused.GetMeasurementSnapshot().Count > 0, "it is refused");
    }

    [Fact]
    public async Task Claim_ProviderBusy_IsCountedAsDeferred()
    {
        await using var host = await FlowHost.StartAsync(
            health =>
            {
                for (var number = 0; number < 30; number++)
                    health.AddIntegration(FlowHost.Scripted($"i{number}"));
            },
            maxConcurrency: 1);
        using var deferred = Collect<long>(host, IntegrationHealthDiagnostics.QueueDeferred);
        var answer = new TaskCompletionSource<CheckResult>();
        host.Checker.Answer = (_, _) => new(answer.Task);

        await host.UntilAsync(() => deferred.GetMeasurementSnapshot().Count > 0, "one place and a short line do not hold thirty");

        var measured = deferred.GetMeasurementSnapshot()[0];
        measured.Value.Should().Be(1);
        measured.Tags.Should().BeEquivalentTo(new Dictionary<string, object?> { ["integration_health.provider"] = "scripted" });
        answer.SetResult(CheckResult.Success());
    }

    [Fact]
    public async Task Lease_LostBeforeTheCommit_IsCounted()
    {
        await using var host = await StartAsync();
        using var lost = Collect<long>(host, IntegrationHealthDiagnostics.QueueLost);
        var answer = new TaskCompletionSource<CheckResult>();
        host.Checker.Answer = (_, _) => new(answer.Task);
        var running = host.Health.CheckNowAsync("one");
        await host.UntilAsync(() => host.Checker.CountOf("one") == 2, "the check is under way");

        await host.Services.GetRequiredService<ICheckQueue>().RemoveAsync(["one"], CancellationToken.None);
        answer.SetResult(Given.Revoked);
        await host.WhenAsync(running);
        await host.UntilAsync(() => lost.GetMeasurementSnapshot().Count > 0, "the claim is gone", TimeSpan.FromMinutes(1));

        lost.GetMeasurementSnapshot().Should().ContainSingle().Which.Value.Should().Be(1);
    }

    [Fact]
    public async Task Check_Listened_IsAnActivity()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == IntegrationHealthDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await StartAsync("traced");
        host.Checker.Answer = (_, _) => new(Given.Revoked);
        await host.WhenAsync(host.Health.CheckNowAsync("traced"));

        var mine = ended.Where(activity => Equals(activity.GetTagItem(IntegrationHealthDiagnostics.IntegrationIdTag), "traced")).ToArray();

        mine.Select(activity => (activity.Status, activity.StatusDescription, activity.GetTagItem(IntegrationHealthDiagnostics.OutcomeTag))).Should().Equal(
            (ActivityStatusCode.Unset, null, "succeeded"), (ActivityStatusCode.Error, "AuthenticationRevoked", "failed"));
    }

    private static MetricCollector<T> Collect<T>(FlowHost host, string name)
        where T : struct => new(host.Services.GetRequiredService<IMeterFactory>(), IntegrationHealthDiagnostics.MeterName, name);

    private static async Task<FlowHost> StartAsync(string id = "one")
    {
        var host = await FlowHost.StartAsync(health =>
        {
            FaultyResultStore.Use(health);
            health.AddIntegration(FlowHost.Scripted(id));
        });
        await host.UntilAsync(() => host.Monitored(id) is { Snapshot.Version: 1, Checking: false }, "a first check");
        return host;
    }
}
