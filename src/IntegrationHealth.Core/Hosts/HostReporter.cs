using System.Diagnostics.Metrics;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Scheduling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Hosts;

/// <summary>Reports how this host is doing, every few seconds, and takes it out of the list when it stops.</summary>
internal sealed class HostReporter(
    IHostDirectory directory, HostIdentity host, CheckWorkers workers, CheckActivity activity, SchedulerHeartbeat heartbeat, StartupCompletion startup,
    IMeterFactory meters, TimeProvider time, ILogger<HostReporter> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>A host that has died is in the list for this long.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _ahead = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<HostReport> _known = [];
    private volatile bool _reported;
    private bool _failing;

    /// <summary>Makes the gauges of this host.</summary>
    private void AddGauges(Meter meter)
    {
        meter.CreateObservableGauge(IntegrationHealthDiagnostics.Hosts, () => _known.Count, "{host}", "Hosts that share the work.");
        meter.CreateObservableGauge(IntegrationHealthDiagnostics.HostLeases, () => workers.Busy, "{lease}", "Checks claimed by this host.");
        meter.CreateObservableGauge(IntegrationHealthDiagnostics.HostThroughput, () => activity.Read().PerMinute, "{check}/min", "Checks of this host in the last minute.");
    }

    /// <summary>This host, now.</summary>
    public HostReport Report()
    {
        var (perMinute, lag) = activity.Read();
        return new HostReport
        {
            Id = host.Id,
            Name = host.Name,
            ProcessId = host.ProcessId,
            StartedAt = host.StartedAt,
            SeenAt = time.GetUtcNow(),
            SchedulerSeenAt = heartbeat.SeenAt,
            Leases = workers.Busy,
            ChecksPerMinute = Math.Round(perMinute, 1),
            LagMs = (long)lag.TotalMilliseconds,
        };
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A host whose start failed was never in the list, and what failed may be the very storage of the list.
        if (!_reported)
            return;
        // A list that is away forgets this host by itself: no reason to fail the stop, even when its time is up.
        await SafelyAsync(async () => await directory.LeaveAsync(host.Id, cancellationToken), CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        AddGauges(meters.Create(IntegrationHealthDiagnostics.MeterName));
        await startup.Completed.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await SafelyAsync(async () =>
            {
                _reported = true;
                await directory.ReportAsync(Report(), KeepFor, stoppingToken);
                _known = await directory.ListAsync(stoppingToken);
                CompareClocks();
            }, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>A report is never of the future but by a clock that is ahead: said once of each host. The other host's clock cannot be behind for all that is known here.</summary>
    private void CompareClocks()
    {
        var now = time.GetUtcNow();
        _ahead.IntersectWith(_known.Select(report => report.Id));
        foreach (var report in _known.Where(report => report.SeenAt - now > ClockTolerance && _ahead.Add(report.Id)))
            Log.ClocksApart(logger, report.Name, (report.SeenAt - now).TotalSeconds);
    }

    private async Task SafelyAsync(Func<Task> step, CancellationToken stopping)
    {
        try
        {
            await step();
            _failing = false;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            if (!_failing)
                Log.ReportFailed(logger, exception);
            _failing = true;
        }
    }
}
