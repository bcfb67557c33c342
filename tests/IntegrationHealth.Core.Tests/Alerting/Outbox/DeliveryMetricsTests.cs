using System.Diagnostics.Metrics;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace IntegrationHealth.Tests.Alerting.Outbox;

public sealed class DeliveryMetricsTests
{
    [Fact]
    public async Task Attempts_AreCountedByTypeAndEnd()
    {
        await using var bench = await DeliveryBench.StartAsync();
        using var attempts = Collect<long>(bench, IntegrationHealthDiagnostics.NotificationAttempts);
        using var duration = Collect<double>(bench, IntegrationHealthDiagnostics.NotificationDuration);
        bench.Far.Answer = (_, message, _) => Task.FromResult(message.Id switch
        {
            "ntf_bad" => DeliveryOutcome.Rejected("HTTP 400"),
            "ntf_late" when bench.Far.CountOf("ntf_late") < 3 => DeliveryOutcome.Retry("HTTP 503"),
            _ => DeliveryOutcome.Delivered("HTTP 200"),
        });

        await bench.PutAsync(DeliveryBench.Notification("ntf_bad"), DeliveryBench.Notification("ntf_late"), DeliveryBench.Notification("ntf_gone", "owner:nobody"));
        await bench.UntilEmptyAsync();

        attempts.GetMeasurementSnapshot().GroupBy(one => (one.Tags[IntegrationHealthDiagnostics.ChannelTypeTag], one.Tags[IntegrationHealthDiagnostics.DeliveryOutcomeTag]))
            .Select(group => (group.Key.Item1, group.Key.Item2, group.Sum(one => one.Value)))
            .Should().BeEquivalentTo<(object?, object?, long)>(
                [("recording", "failed", 1), ("recording", "retried", 2), ("recording", "delivered", 1), ("none", "failed", 1)]);
        duration.GetMeasurementSnapshot().Should().HaveCount(5);
    }

    [Fact]
    public async Task OldestAge_GrowsByType_WhileNothingIsDelivered()
    {
        await using var bench = await DeliveryBench.StartAsync("stuck", "fine");
        using var oldest = Collect<double>(bench, IntegrationHealthDiagnostics.NotificationOldestAge);
        using var waiting = Collect<long>(bench, IntegrationHealthDiagnostics.NotificationsWaiting);
        bench.Far.Answer = (channel, _, _) => Task.FromResult(channel == "stuck" ? DeliveryOutcome.Retry("HTTP 503", TimeSpan.FromHours(1)) : DeliveryOutcome.Delivered("ok"));
        await bench.PutAsync(DeliveryBench.Notification("ntf_1", "stuck"), DeliveryBench.Notification("ntf_2", "fine"));

        // It is due again in an hour, and the channel is paused: after that it is overdue while the host is asleep.
        await bench.UntilAsync(() => Last(waiting) == 1 && Last(oldest) == 0, "one is delivered, the other was tried and waits for its time");
        var depth = new OutboxDepth(1, 0, bench.Time.GetUtcNow(), new Dictionary<string, DateTimeOffset> { ["stuck"] = bench.Time.GetUtcNow() });
        await bench.StopAsync();
        bench.Services.GetRequiredService<DeliveryMetrics>().Saw(depth);
        var seen = bench.Time.GetUtcNow();
        bench.Time.Advance(TimeSpan.FromMinutes(7));

        (Last(oldest) - (bench.Time.GetUtcNow() - depth.OldestDueAt!.Value).TotalSeconds).Should().Be(0, "it grows though nobody looks any more");
        bench.Time.GetUtcNow().Should().Be(seen.AddMinutes(7));
        oldest.LastMeasurement!.Tags[IntegrationHealthDiagnostics.ChannelTypeTag].Should().Be("recording");
    }

    private static double Last(MetricCollector<double> collector)
    {
        collector.RecordObservableInstruments();
        return collector.LastMeasurement?.Value ?? -1;
    }

    private static long Last(MetricCollector<long> collector)
    {
        collector.RecordObservableInstruments();
        return collector.LastMeasurement?.Value ?? -1;
    }

    private static MetricCollector<T> Collect<T>(DeliveryBench bench, string instrument)
        where T : struct => new(bench.Services.GetRequiredService<IMeterFactory>(), IntegrationHealthDiagnostics.MeterName, instrument, bench.Time);
}
