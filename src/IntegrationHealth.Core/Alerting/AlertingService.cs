using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Alerting;

/// <summary>
/// Ticks: what time does to alerts, escalations that are due, groups that have something to say. It works at once when something was
/// committed, and every second otherwise. One host leads; the others keep their books.
/// </summary>
internal sealed class AlertingService(
    IAlertStore store, INotificationOutbox outbox, AlertConfiguration configuration, AlertBook book, AlertClock clock, JudgedStates states, AlertTicker ticker,
    EscalationRunner escalations, GroupFlusher flusher, RuleFaultNotices faults, NoticeEnds noticeEnds, AlertingSignal signal, StartupCompletion startup, IOptions<IntegrationHealthOptions> options,
    TimeProvider time, ILogger<AlertingService> logger) : BackgroundService
{
    /// <summary>Time between two looks while nothing happens.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>After a host has died, another takes the lead within this time.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(15);

    /// <summary>How often the lead is renewed and other hosts' changes are taken over.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Prune = TimeSpan.FromHours(1);

    private readonly string _holder = Guid.NewGuid().ToString("N");
    private DateTimeOffset _refreshAt;
    private DateTimeOffset _pruneAt;
    private bool _leads;

    /// <summary>Before the first check: rules are read, open alerts are known, and the clock goes on where it stopped.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await configuration.LoadAsync(cancellationToken);
        if (await store.GetLeadAsync(cancellationToken) is { } lead)
            clock.Resume(lead);
        await book.RefreshAsync(store, clock.Now().At, cancellationToken);
    }

    /// <summary>One look at everything.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (now.At >= _refreshAt || _refreshAt - now.At > Refresh)
        {
            _refreshAt = now.At + Refresh;
            await configuration.RefreshAsync(cancellationToken);
            await LeadAsync(now, Lead, cancellationToken);
            await book.RefreshAsync(store, now.At, cancellationToken);
            states.Trim();
        }

        // Every host judges what it checked, so each tells of its own faults.
        await faults.TellAsync(now.At, cancellationToken);
        if (!_leads)
            return;
        await noticeEnds.EndAsync(now.At, cancellationToken);
        await ticker.TickAsync(cancellationToken);
        await escalations.RunAsync(now.At, cancellationToken);
        await flusher.FlushAsync(now.At, cancellationToken);
        // Further ahead than its period, here and above: the clock was set back since.
        if (now.At >= _pruneAt || _pruneAt - now.At > Prune)
        {
            _pruneAt = now.At + Prune;
            var before = options.Value.Retention.BoundsAt(now.At).Hours;
            await store.PruneAsync(before, cancellationToken);
            await outbox.PruneAsync(before, cancellationToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_leads)
            await ReleaseAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TickAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.TickFailed(logger, exception);
            }

            await WaitAsync(stoppingToken);
        }
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(Tick, time, either.Token), signal.WaitAsync(either.Token));
        await either.CancelAsync();
    }

    private async Task LeadAsync(AlertInstant now, TimeSpan until, CancellationToken cancellationToken)
    {
        var held = await store.LeadAsync(new AlertingLead(_holder, now.At + until, now.At, now.PausedMs, now.Epoch), now.At, cancellationToken);
        _leads = held.Holder == _holder;
        if (!_leads)
            clock.Follow(held);
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LeadAsync(clock.Now(), TimeSpan.Zero, cancellationToken);
        }
        catch (Exception exception)
        {
            // Another host takes the lead when it has run out.
            Log.TickFailed(logger, exception);
        }
    }
}
