using System.Globalization;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Auditing;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;

namespace IntegrationHealth.Bench.Storage;

/// <summary>
/// Every read behind an owner's and an administrator's pages, through the library's own readers, on PostgreSQL with 30 days of history:
/// milliseconds on the wall with a warm cache, and the plans the database ran.
/// </summary>
internal static class QueriesBenchmark
{
    /// <summary>ms that a read may take at p95.</summary>
    private const double Goal = 200;

    private static readonly IReadOnlyList<(string Name, Func<Reads, Task> Run)> Queries =
    [
        ("owner.list", reads => reads.ListAsync(new HealthQuery { OwnerId = reads.Owner })),
        ("owner.list.unhealthy", reads => reads.ListAsync(new HealthQuery { OwnerId = reads.Owner, Statuses = [IntegrationStatus.Unhealthy] })),
        ("owner.one", reads => reads.Health.GetAsync([reads.Id], default)),
        ("owner.history.raw", reads => reads.History.GetChecksAsync(reads.Id, reads.Before(30), reads.Now, 51, default)),
        ("owner.history.hours", reads => reads.History.GetBucketsAsync(reads.Id, HistoryResolution.Hour, reads.Before(7), reads.Now, 200, default)),
        ("owner.history.days", reads => reads.History.GetBucketsAsync(reads.Id, HistoryResolution.Day, reads.Before(30), reads.Now, 200, default)),
        ("owner.incidents", reads => reads.Incidents.GetIncidentsAsync(reads.Id, null, 51, default)),
        ("admin.list.name", reads => reads.ListAsync(new HealthQuery())),
        ("admin.list.name.deep", reads => reads.ListAsync(new HealthQuery { After = reads.Deep })),
        ("admin.list.provider.name", reads => reads.ListAsync(new HealthQuery { Providers = [reads.Provider] })),
        ("admin.list.provider.unhealthy", reads => reads.ListAsync(new HealthQuery { Providers = [reads.Provider], Statuses = [IntegrationStatus.Unhealthy] })),
        ("admin.list.status", reads => reads.ListAsync(new HealthQuery { Sort = HealthSort.Status })),
        ("admin.list.since", reads => reads.ListAsync(new HealthQuery { Sort = HealthSort.StatusSince, Descending = true })),
        ("admin.list.latency", reads => reads.ListAsync(new HealthQuery { Sort = HealthSort.Latency, Descending = true })),
        ("admin.list.lastCheckedAt", reads => reads.ListAsync(new HealthQuery { Sort = HealthSort.LastCheckedAt })),
        ("admin.list.owner", reads => reads.ListAsync(new HealthQuery { OwnerId = reads.Owner })),
        ("admin.list.failureKind", reads => reads.ListAsync(new HealthQuery { FailureKind = FailureKind.Network })),
        ("admin.list.search", reads => reads.ListAsync(new HealthQuery { Search = reads.Id[^4..] })),
        ("admin.list.tag", reads => reads.ListAsync(new HealthQuery { Tag = "rare" })),
        ("admin.groups.provider", reads => reads.Groups.GroupAsync(new HealthQuery(), HealthGrouping.Provider, default)),
        ("admin.groups.owner", reads => reads.Groups.GroupAsync(new HealthQuery(), HealthGrouping.OwnerId, default)),
        ("admin.groups.tag", reads => reads.Groups.GroupAsync(new HealthQuery(), HealthGrouping.Tag, default)),
        ("admin.transitions", reads => reads.Transitions.GetTransitionsAsync(new TransitionQuery(), default)),
        ("admin.transitions.provider.unhealthy", reads => reads.Transitions.GetTransitionsAsync(
            new TransitionQuery { Providers = [reads.Provider], Statuses = [IntegrationStatus.Unhealthy] }, default)),
        ("owner.transitions", reads => reads.Transitions.GetTransitionsAsync(new TransitionQuery { OwnerId = reads.Owner }, default)),
        ("admin.uptime.200", reads => reads.History.GetUptimeAsync(reads.Ids, reads.Now, default)),
        ("alerting.windows.200", reads => reads.History.GetChecksAsync(reads.Ids, reads.Before(1), reads.Now, 500, default)),
        ("admin.metrics.hour", reads => reads.Metrics.GetAsync(new HealthMetricsQuery(HealthMetricsRange.Hour))),
        ("admin.metrics.day", reads => reads.Metrics.GetAsync(new HealthMetricsQuery(HealthMetricsRange.Day))),
        ("admin.totals", reads => reads.ListAsync(new HealthQuery { Limit = 1 })),
        ("admin.totals.provider", reads => reads.ListAsync(new HealthQuery { Providers = [reads.Provider], Limit = 1 })),
        ("owner.totals", reads => reads.ListAsync(new HealthQuery { OwnerId = reads.Owner, Limit = 1 })),
        ("admin.alerts", reads => reads.ListAlertsAsync(new AlertQuery())),
        ("admin.alerts.firing", reads => reads.ListAlertsAsync(new AlertQuery { States = [AlertState.Firing] })),
        ("admin.alerts.provider.critical", reads => reads.ListAlertsAsync(new AlertQuery { Providers = [reads.Provider], Severities = [AlertSeverity.Critical] })),
        ("admin.alerts.integration", reads => reads.ListAlertsAsync(new AlertQuery { IntegrationIds = [reads.Id] })),
        ("admin.alerts.day", reads => reads.ListAlertsAsync(new AlertQuery { From = reads.Before(15), To = reads.Before(14) })),
        ("admin.alerts.search", reads => reads.ListAlertsAsync(new AlertQuery { Search = reads.Id[^4..] })),
        ("admin.alerts.deep", reads => reads.ListAlertsAsync(new AlertQuery { After = new AlertPosition(reads.Before(20), "") })),
        ("admin.alert", reads => reads.GetAlertAsync()),
        ("admin.deadNotifications", reads => reads.Outbox.ListDeadAsync(50, default)),
        ("admin.outboxDepth", reads => reads.Outbox.GetDepthAsync(reads.Now, default)),
        ("admin.audit", reads => reads.AuditAsync(new AuditQuery())),
        ("admin.audit.actor", reads => reads.AuditAsync(new AuditQuery { Actor = reads.Actor })),
        ("admin.audit.subject", reads => reads.AuditAsync(new AuditQuery { SubjectId = reads.Id })),
        ("admin.audit.action", reads => reads.AuditAsync(new AuditQuery { Action = "silence." })),
        ("admin.audit.day", reads => reads.AuditAsync(new AuditQuery { From = reads.Before(15), To = reads.Before(14) })),
        ("admin.metrics.7d", reads => reads.Metrics.GetAsync(new HealthMetricsQuery(HealthMetricsRange.Week))),
        ("admin.metrics.7d.provider", reads => reads.Metrics.GetAsync(new HealthMetricsQuery(HealthMetricsRange.Week, reads.Provider))),
        ("admin.metrics.30d", reads => reads.Metrics.GetAsync(new HealthMetricsQuery(HealthMetricsRange.Month))),
        ("admin.metrics.30d.provider", reads => reads.Metrics.GetAsync(new HealthMetricsQuery(HealthMetricsRange.Month, reads.Provider))),
        ("admin.metrics.90d", reads => reads.Metrics.GetAsync(new HealthMetricsQuery(HealthMetricsRange.Quarter))),
        ("admin.metrics.90d.provider", reads => reads.Metrics.GetAsync(new HealthMetricsQuery(HealthMetricsRange.Quarter, reads.Provider))),
    ];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var data = full ? new QueriesData(Integrations: 10_000, ChecksADay: 34) : new QueriesData(Integrations: 2_000, ChecksADay: 17);
        var runs = full ? 200 : 100;
        var report = new BenchReport("queries");
        await using var server = await BenchPostgreSql.StartAsync(Machine.ServerCore);
        var database = await server.CreateDatabaseAsync("queries");
        await using (var services = Reads.Build(database))
        {
            var rows = await data.FillAsync(services, database);
            report.Conditions["data"] = string.Create(CultureInfo.InvariantCulture,
                $"{data.Integrations:#,0} integrations, {rows.Checks:#,0} checks, {rows.Hours:#,0} hours, {rows.Days:#,0} days, {rows.Incidents:#,0} incidents, {rows.Alerts:#,0} alerts, {rows.AuditEntries:#,0} audit entries, {QueriesOutbox.Delivered:#,0} notifications delivered, {QueriesOutbox.Dead:#,0} dead and {QueriesOutbox.Waiting:#,0} waiting");
            report.Add("filling", rows.FillingSeconds, "s");
            report.Conditions["runs"] = string.Create(CultureInfo.InvariantCulture, $"{runs} a query after a tenth to warm up, one at a time, each about another integration");
            report.Add("maintenance.first", rows.MaintenanceSeconds, "s");
            await MeasureAsync(report, new Reads(services, data), runs);
        }

        if (server.ProcessId is not null)
            await ExplainAsync(report, server, database, data);
        return report;
    }

    private static async Task MeasureAsync(BenchReport report, Reads reads, int runs)
    {
        double slowest = 0;
        foreach (var (name, run) in Queries)
        {
            var times = new List<double>(runs);
            for (var i = -runs / 10; i < runs; i++)
            {
                reads.Next();
                var started = TimeProvider.System.GetTimestamp();
                await run(reads);
                if (i >= 0)
                    times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            var p95 = Statistics.Percentile(times, 0.95);
            slowest = Math.Max(slowest, p95);
            report.Add($"{name}.p50", Statistics.Percentile(times, 0.5), "ms");
            report.Add($"{name}.p95", p95, "ms");
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-32} p95 {p95,8:0.0} ms"));
        }

        report.AddRatio("slowestP95ToGoal", slowest / Goal);
    }

    private static async Task ExplainAsync(BenchReport report, BenchPostgreSql server, string database, QueriesData data)
    {
        await using var explainer = await PlanReader.StartAsync(server, database);
        var reads = new Reads(explainer.Services, data);
        foreach (var (name, run) in Queries)
        {
            reads.Next();
            report.Plans[name] = await explainer.ExplainAsync(name, () => run(reads));
        }

        report.Add("plans.scansOfHistoryBeyondOneIntegration", report.Plans.Values.Sum(PlanReader.CountScansOfHistory), "scans");
    }
}
