using IntegrationHealth.Bench.Alerts;
using IntegrationHealth.Bench.Cluster;
using IntegrationHealth.Bench.Micro;
using IntegrationHealth.Bench.Pipeline;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling;
using IntegrationHealth.Bench.Scheduling.Claims;
using IntegrationHealth.Bench.Signals;
using IntegrationHealth.Bench.Storage;
using IntegrationHealth.Bench.Targets;
using IntegrationHealth.Bench.Ui;
using IntegrationHealth.Bench.Web;

namespace IntegrationHealth.Bench;

/// <summary>All benchmarks, in the order of the flow that they measure.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("pipeline", "checks a CPU second, claimed to committed, beside a bare HttpClient loop and blackbox_exporter", PipelineBenchmark.RunAsync),
        new("targets", "5,000 HTTP targets at 5 s on one core, checked and kept, beside Prometheus with blackbox_exporter", TargetsBenchmark.RunAsync),
        new("scheduling", "how late due checks run and what that costs, beside PeriodicTimer, Quartz.NET and BullMQ", SchedulingBenchmark.RunAsync),
        new("claims", "CPU of a claim and its completion in each due queue, beside Quartz.NET, Hangfire and BullMQ", ClaimsBenchmark.RunAsync),
        new("cluster", "three hosts with 10,000 integrations: shares, none twice, one killed; in full Redis away for 60 s with its data and without", ClusterBenchmark.RunAsync),
        new("writer", "CPU of a committed result, beside a bare COPY and SaveChanges; from the end of a probe to its commit", WriterBenchmark.RunAsync),
        new("queries", "every read behind the endpoints on PostgreSQL with 30 days of history", QueriesBenchmark.RunAsync),
        new("export", "the list of 100,000 integrations as CSV, by storage: time, and what the host holds for a client that has stopped reading", ExportBenchmark.RunAsync),
        new("realtime", "from a change to a client and to Chromium with many subscribers; memory of a connection", RealtimeBenchmark.RunAsync),
        new("ui", "sizes of the client, and Chromium with 10,000 integrations: time to use, layout shift, memory under live updates", UiBenchmark.RunAsync),
        new("alerts", "1,000 notifications from the outbox to a webhook, beside Alertmanager", AlertsBenchmark.RunAsync),
        new("overhead", "what a host's own endpoint loses while 10,000 integrations are checked", OverheadBenchmark.RunAsync),
        new("signals", "what a report of the host's own call costs its caller", SignalBenchmark.RunAsync),
        new("micro", "time and bytes of the hot inner parts, by BenchmarkDotNet", MicroBenchmark.RunAsync),
    ];
}
