using System.Threading.Channels;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Realtime;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Hosts;

/// <summary>
/// Tells the other hosts what this one committed, and takes in what they tell: states that are to be read before the next check, definitions that
/// changed, pauses that vendors asked for, alerts, and news for this host's live clients. Nothing rests on it alone: a message that is lost costs a refused result, which is judged anew.
/// </summary>
internal sealed class HostRelay(
    IEnumerable<IHostChannel> channels, HostIdentity host, HealthEventPublisher publisher, IntegrationCatalog catalog, IntegrationRegistry registry,
    CatalogLoader loader, StartupCompletion startup, SharedPauses pauses, AlertPublisher alertPublisher, IAlertStore alerts, LastCommit lastCommit, ClaimJitter jitter,
    TimeProvider time, ILogger<HostRelay> logger) : BackgroundService, IHealthEventSubscriber, IAlertEventSubscriber
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CatchUpWithin = TimeSpan.FromSeconds(2);

    /// <summary>Items that may wait while the channel is slow; beyond them nothing is told, and hosts learn of it by refused results.</summary>
    private const int MaxWaiting = 100_000;

    private const int MostAlertsAtOnce = 200;

    private readonly IHostChannel? _channel = channels.LastOrDefault();
    private readonly Channel<ResultNews> _results = Channel.CreateBounded<ResultNews>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Channel<string> _definitions = Channel.CreateUnbounded<string>();
    private readonly Channel<Pause> _pauses = Channel.CreateBounded<Pause>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Channel<string> _alerts = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>Messages of the channel; null when a connection was made and everything is to be read anew.</summary>
    private readonly Channel<string?> _received = Channel.CreateUnbounded<string?>(new() { SingleReader = true });

    private bool _failing;
    private int _catchingUp;
    private bool _caughtUpOnce;

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

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_channel is null)
            return;
        await startup.Completed.WaitAsync(stoppingToken);
        using var subscription = ((IHealthEvents)publisher).Subscribe(this);
        catalog.Changed += OnDefinitionsChanged;
        pauses.Noted += OnPause;
        alertPublisher.Subscribe(this);
        try
        {
            await Task.WhenAll(ListenAsync(_channel, stoppingToken), TakeInAsync(stoppingToken), TellAsync(_channel, stoppingToken));
        }
        finally
        {
            catalog.Changed -= OnDefinitionsChanged;
            pauses.Noted -= OnPause;
        }
    }

    /// <summary>A host that is deaf would never know: whatever ends the listening, it begins again.</summary>
    private async Task ListenAsync(IHostChannel channel, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await channel.ListenAsync(message => _received.Writer.TryWrite(message), OnConnected, stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Log.NewsNotHeard(logger, exception);
            }

            await Task.Delay(AfterFailure, time, stopping);
        }
    }

    /// <summary>A connection that comes and goes has everything read once, not once a time.</summary>
    private void OnConnected()
    {
        if (Interlocked.Exchange(ref _catchingUp, 1) == 0)
            _received.Writer.TryWrite(null);
    }

    private void OnPause(Pause pause)
    {
        _pauses.Writer.TryWrite(pause);
        Wake();
    }

    private void OnDefinitionsChanged(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
            _definitions.Writer.TryWrite(id);
        Wake();
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

    private async Task TellAsync(IHostChannel channel, CancellationToken stopping)
    {
        while (true)
        {
            await _wake.WaitAsync(stopping);
            await Task.Delay(Gather, time, stopping);
            var news = new HostNews(host.Id, Drain(_results.Reader), Drain(_definitions.Reader))
            {
                Pauses = Drain(_pauses.Reader),
                Alerts = [.. Drain(_alerts.Reader).Distinct(StringComparer.Ordinal)],
            };
            try
            {
                foreach (var message in news.ToMessages(channel.MaxMessageBytes))
                    await channel.PublishAsync(message, stopping);
                _failing = false;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // Said once an outage. The others read everything anew when they are connected again.
                if (!_failing)
                    Log.NewsNotSent(logger, news.Results.Count + news.Definitions.Count + news.Pauses.Count, exception);
                _failing = true;
            }
        }
    }

    private static List<T> Drain<T>(ChannelReader<T> reader)
    {
        var items = new List<T>();
        while (reader.TryRead(out var item))
            items.Add(item);
        return items;
    }

    private async Task TakeInAsync(CancellationToken stopping)
    {
        await foreach (var message in _received.Reader.ReadAllAsync(stopping))
        {
            try
            {
                if (message is null)
                    await CatchUpAsync(stopping);
                else if (HostNews.Parse(message) is var news && news.HostId != host.Id)
                    await TakeInAsync(news, stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Log.NewsNotTaken(logger, exception);
                await Task.Delay(AfterFailure, time, stopping);
                OnConnected();
            }
        }
    }

    /// <summary>It is not known what was missed: every state counts as outdated, and definitions are read anew.</summary>
    private async Task CatchUpAsync(CancellationToken stopping)
    {
        // All hosts lose and find a server at the same time: by chance one after another they read everything.
        if (_caughtUpOnce)
            await Task.Delay(CatchUpWithin / 2 + jitter.Next(CatchUpWithin), time, stopping);
        _caughtUpOnce = true;
        // Before it is read: what is missed from here on asks again.
        Interlocked.Exchange(ref _catchingUp, 0);
        lastCommit.Note();
        await loader.RestoreAsync(stopping);
        foreach (var monitored in registry.All)
            monitored.State.Behind = true;
    }

    private async Task TakeInAsync(HostNews news, CancellationToken stopping)
    {
        // Definitions first: a result of an integration that is new here can be told only when it is known.
        if (news.Definitions.Count > 0)
            await catalog.RefreshAsync(news.Definitions, stopping);
        var events = new List<HealthEvent>(news.Results.Count);
        foreach (var result in news.Results)
        {
            // A state of the same version was read from storage before its news came: the live clients were not told of it.
            if (!registry.TryGet(result.IntegrationId, out var monitored) || result.Version < monitored.Snapshot.Version)
                continue;
            if (result.Version > monitored.State.NewestVersion)
                monitored.State.Heard = new HeardStatus(result.Version, result.Status, time.GetUtcNow());
            monitored.State.Behind |= result.Version > monitored.Snapshot.Version;
            var before = monitored.Snapshot;
            // Of a transition both statuses differ, whatever this host knew last.
            events.Add(new HealthEvent(monitored.Integration,
                result.IsTransition && before.Status == result.Status ? before with { Status = IntegrationStatus.Unknown } : before,
                before with { Status = result.Status, Version = result.Version }, Result: null));
        }

        foreach (var pause in news.Pauses)
            pauses.TakeIn(pause);
        publisher.PublishOfOtherHost(events);
        if (alertPublisher.IsWatched)
        {
            foreach (var ids in news.Alerts.Chunk(MostAlertsAtOnce))
                alertPublisher.PublishOfOtherHost(await alerts.GetAsync(ids, stopping));
        }
    }
}
