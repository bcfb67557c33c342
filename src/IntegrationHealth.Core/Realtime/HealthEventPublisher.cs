using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Realtime;

/// <summary>Tells subscribers of committed changes, away from the writer: nobody who listens can delay a check.</summary>
internal sealed class HealthEventPublisher(
    IEnumerable<IHealthEventSubscriber> subscribers, CommitWaiters waiters, LastCommit lastCommit, ILogger<HealthEventPublisher> logger)
    : BackgroundService, IHealthEvents
{
    private readonly Lock _gate = new();
    private volatile IHealthEventSubscriber[] _subscribers = [.. subscribers];
    private readonly NewsLine<Commit> _line = new(commit => commit.Events.Count, changes => Log.NewsDropped(logger, changes));

    /// <summary>Hands over the changes of one commit; never waits.</summary>
    public void Publish(IReadOnlyList<HealthEvent> events) => Publish(new Commit(events, OfOtherHost: false));

    /// <summary>Hands over changes that another host committed: to those alone who serve this host's own clients.</summary>
    public void PublishOfOtherHost(IReadOnlyList<HealthEvent> events) => Publish(new Commit(events, OfOtherHost: true));

    private void Publish(Commit commit)
    {
        // Before those are released who waited for it: what they read next must not be older.
        if (commit.Events.Count > 0)
            lastCommit.Note();
        waiters.Release(commit.Events);
        if (_subscribers.Length > 0 && commit.Events.Count > 0)
            _line.Add(commit);
    }

    public IDisposable Subscribe(IHealthEventSubscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        lock (_gate)
            _subscribers = [.. _subscribers, subscriber];
        return new Subscription(this, subscriber);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var commit in _line.ReadAllAsync(stoppingToken))
        {
            foreach (var subscriber in _subscribers)
            {
                if (!commit.OfOtherHost || subscriber.HearsOfOtherHosts)
                    await TellAsync(subscriber, commit.Events, stoppingToken);
            }
        }
    }

    private async ValueTask TellAsync(IHealthEventSubscriber subscriber, IReadOnlyList<HealthEvent> events, CancellationToken stopping)
    {
        try
        {
            await subscriber.OnCommittedAsync(events, stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.SubscriberThrew(logger, subscriber.GetType().Name, exception);
        }
    }

    private void Unsubscribe(IHealthEventSubscriber subscriber)
    {
        lock (_gate)
            _subscribers = [.. _subscribers.Where(other => !ReferenceEquals(other, subscriber))];
    }

    private readonly record struct Commit(IReadOnlyList<HealthEvent> Events, bool OfOtherHost);

    private sealed class Subscription(HealthEventPublisher publisher, IHealthEventSubscriber subscriber) : IDisposable
    {
        public void Dispose() => publisher.Unsubscribe(subscriber);
    }
}
