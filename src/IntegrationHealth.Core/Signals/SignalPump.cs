using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Signals;

/// <summary>Brings the host's own calls into the flow, about once a second.</summary>
internal sealed class SignalPump(
    HealthSignals signals, IntegrationRegistry registry, ResultWriter writer, ICheckQueue queue, SchedulerSignal scheduler, TimeProvider time,
    ILogger<SignalPump> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly List<SignalCell> _taken = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            _taken.Clear();
            while (signals.TryTake(out var cell))
                _taken.Add(cell);
            foreach (var cell in _taken)
            {
                try
                {
                    await PassOnAsync(cell, stoppingToken);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    Log.SignalLost(logger, cell.IntegrationId, exception);
                }
            }
        }
    }

    private async ValueTask PassOnAsync(SignalCell cell, CancellationToken stopping)
    {
        var tally = cell.Take();
        if (!registry.TryGet(cell.IntegrationId, out var monitored))
        {
            signals.Forget(cell);
            return;
        }

        var (now, snapshot) = (time.GetUtcNow(), monitored.Snapshot);
        if (snapshot.LastCheckedAt is { } checkedAt && checkedAt != cell.EmittedAt)
            cell.ProbedAt = checkedAt;
        switch (SignalRules.Weigh(tally, snapshot, monitored.Policy, cell, now))
        {
            case SignalVerdict.Works:
                cell.EmittedAt = now;
                await WriteAsync(monitored, CheckResult.Success(), tally.Latency, now, stopping);
                break;
            case SignalVerdict.Fails:
                cell.EmittedAt = now;
                cell.DoubtedUntil = now + monitored.Policy.Interval;
                await WriteAsync(monitored, CheckResult.Failed(Seen(tally)), TimeSpan.Zero, now, stopping);
                break;
            case SignalVerdict.AsksForProbe:
                cell.AskedUntil = now + monitored.Policy.Interval;
                await queue.ScheduleAsync([new ScheduledCheck(cell.IntegrationId, now)], stopping);
                scheduler.Raise();
                break;
        }
    }

    private ValueTask WriteAsync(MonitoredIntegration monitored, CheckResult result, TimeSpan latency, DateTimeOffset now, CancellationToken stopping) =>
        writer.WriteAsync(
            new PendingWrite(monitored)
            {
                Observation = new Observation(result, now, (int)Math.Clamp(latency.TotalMilliseconds, 0, int.MaxValue), IsPassive: true),
            },
            stopping);

    private static CheckFailure Seen(SignalTally tally) => CheckFailure.Of(
        tally.LastFailure,
        FormattableString.Invariant($"{tally.Failures} of {tally.Failures + tally.Successes} calls of the application failed; a check will tell."),
        Confidence.Low);
}
