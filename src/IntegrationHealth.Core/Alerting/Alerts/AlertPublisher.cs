using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Alerts;

/// <summary>After a commit: the book is brought up to date, the service woken, and subscribers are told, away from whoever committed.</summary>
internal sealed class AlertPublisher(
    AlertBook book, AlertingSignal signal, IEnumerable<IAlertEventSubscriber> subscribers, ILogger<AlertPublisher> logger) : BackgroundService
{
    private volatile IAlertEventSubscriber[] _subscribers = [.. subscribers];
    private volatile IAlertEventSubscriber[] _live = [];
    private readonly NewsLine<(IReadOnlyList<Alert> Alerts, bool IsOurs)> _line = new(news => news.Alerts.Count, changes => Log.NewsDropped(logger, changes));

    /// <summary>One more subscriber to what this host commits, before the host starts.</summary>
    public void Subscribe(IAlertEventSubscriber subscriber) => _subscribers = [.. _subscribers, subscriber];

    /// <summary>One more subscriber to what any host commits, for live clients; before the host starts.</summary>
    public void SubscribeLive(IAlertEventSubscriber subscriber) => _live = [.. _live, subscriber];

    /// <summary>True when somebody wants to know what other hosts commit.</summary>
    public bool IsWatched => _live.Length > 0;

    /// <summary>Takes in alerts that another host changed; never waits.</summary>
    public void PublishOfOtherHost(IReadOnlyList<Alert> alerts)
    {
        if (alerts.Count > 0)
            _line.Add((alerts, IsOurs: false));
    }

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

        if ((_subscribers.Length > 0 || IsWatched) && alerts.Count > 0)
            _line.Add((alerts, IsOurs: true));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (alerts, isOurs) in _line.ReadAllAsync(stoppingToken))
        {
            foreach (var subscriber in isOurs ? [.. _subscribers, .. _live] : _live)
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
