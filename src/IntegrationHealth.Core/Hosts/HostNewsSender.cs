using System.Threading.Channels;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Hosts;

/// <summary>Gathers what this host committed, changed and learned, and tells the others of it. It never holds up who hands something over.</summary>
internal sealed class HostNewsSender(HostIdentity host, TimeProvider time, ILogger<HostNewsSender> logger) : IHealthEventSubscriber, IAlertEventSubscriber, IDisposable
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>How long a host that stops tries to tell what it did last.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    /// <summary>Items that may wait while the channel is slow; beyond them nothing is told, and hosts learn of it by refused results.</summary>
    private const int MaxWaiting = 100_000;

    private readonly Channel<ResultNews> _results = Bounded<ResultNews>();
    private readonly Channel<string> _definitions = Channel.CreateUnbounded<string>();
    private readonly Channel<Pause> _pauses = Bounded<Pause>();
    private readonly Channel<string> _alerts = Bounded<string>();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private bool _failing;

    public ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
    {
        foreach (var change in events)
            _results.Writer.TryWrite(new ResultNews(change.Integration.Id, change.After.Version, change.After.Status, change.IsTransition));
        Wake();
        return ValueTask.CompletedTask;
    }

    public ValueTask OnAlertsChangedAsync(IReadOnlyList<Alert> alerts, CancellationToken cancellationToken)
    {
        foreach (var alert in alerts)
            _alerts.Writer.TryWrite(alert.Id);
        Wake();
        return ValueTask.CompletedTask;
    }

    public void OnPause(Pause pause)
    {
        _pauses.Writer.TryWrite(pause);
        Wake();
    }

    public void OnDefinitionsChanged(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
            _definitions.Writer.TryWrite(id);
        Wake();
    }

    public void Dispose() => _wake.Dispose();

    /// <summary>Tells until it is stopped, and then what is left.</summary>
    public async Task RunAsync(IHostChannel channel, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await _wake.WaitAsync(stopping);
                await Task.Delay(Gather, time, stopping);
                if (!await TellAsync(channel, stopping))
                    await Task.Delay(AfterFailure, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            using var last = new CancellationTokenSource(LastWord, time);
            await TellAsync(channel, last.Token);
        }
    }

    /// <summary>
    /// Tells what waits; false when it could not. Hosts that were connected all the while read nothing anew, so what only news tells them is told again: a state of which they do not hear
    /// costs a refused result, but a definition would stay as it was.
    /// </summary>
    private async Task<bool> TellAsync(IHostChannel channel, CancellationToken cancellationToken)
    {
        var news = new HostNews(host.Id, Drain(_results.Reader), [.. Drain(_definitions.Reader).Distinct(StringComparer.Ordinal)])
        {
            Pauses = Drain(_pauses.Reader),
            Alerts = [.. Drain(_alerts.Reader).Distinct(StringComparer.Ordinal)],
        };
        try
        {
            foreach (var message in news.ToMessages(channel.MaxMessageBytes))
            {
                await channel.PublishAsync(message, cancellationToken);
                _failing = false;
            }

            return true;
        }
        catch (Exception exception)
        {
            // Said once an outage.
            if (!_failing)
                Log.NewsNotSent(logger, news.Results.Count + news.Definitions.Count + news.Pauses.Count + news.Alerts.Count, exception);
            _failing = true;
            if (news.Definitions.Count > 0)
                OnDefinitionsChanged(news.Definitions);
            foreach (var pause in news.Pauses)
                OnPause(pause);
            return false;
        }
    }

    private static Channel<T> Bounded<T>() => Channel.CreateBounded<T>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    private static List<T> Drain<T>(ChannelReader<T> reader)
    {
        var items = new List<T>();
        while (reader.TryRead(out var item))
            items.Add(item);
        return items;
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
    }
}
