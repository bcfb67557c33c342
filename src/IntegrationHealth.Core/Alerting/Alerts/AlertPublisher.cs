using System.Threading.Channels;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Alerts;

/// <summary>After a commit: the book is brought up to date, the service woken, and subscribers are told, away from whoever committed.</summary>
internal sealed class AlertPublisher(
    AlertBook book, AlertingSignal signal, IEnumerable<IAlertEventSubscriber> subscribers, ILogger<AlertPublisher> logger) : BackgroundService
{
    private const int MaxWaiting = 1_000;

    private volatile IAlertEventSubscriber[] _subscribers = [.. subscribers];
    private readonly Channel<IReadOnlyList<Alert>> _commits = Channel.CreateBounded<IReadOnlyList<Alert>>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        dropped => Log.NewsDropped(logger, dropped.Count));

    /// <summary>One more subscriber, before the host starts.</summary>
    public void Subscribe(IAlertEventSubscriber subscriber) => _subscribers = [.. _subscribers, subscriber];

    /// <summary>Takes in changes that were committed; never waits.</summary>
    public void Committed(IReadOnlyList<AlertChange> changes)
    {
        if (changes.Count == 0)
            return;
        book.Apply(changes);
        signal.Raise();
        List<Alert> alerts = [];
        foreach (var change in changes)
        {
            if (change.After is not { } after)
                continue;
            alerts.Add(after);
            if (change.Events.Count > 0)
                Log.AlertChanged(logger, after.Id, after.RuleName, AlertSubject.KeyOf(after), after.State);
        }

        if (_subscribers.Length > 0 && alerts.Count > 0)
            _commits.Writer.TryWrite(alerts);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var alerts in _commits.Reader.ReadAllAsync(stoppingToken))
        {
            foreach (var subscriber in _subscribers)
                await TellAsync(subscriber, alerts, stoppingToken);
        }
    }

    private async ValueTask TellAsync(IAlertEventSubscriber subscriber, IReadOnlyList<Alert> alerts, CancellationToken stopping)
    {
        try
        {
            await subscriber.OnAlertsChangedAsync(alerts, stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.SubscriberThrew(logger, subscriber.GetType().Name, exception);
        }
    }
}
