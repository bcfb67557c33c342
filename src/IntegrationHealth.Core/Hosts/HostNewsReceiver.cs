using System.Threading.Channels;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Realtime;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Hosts;

/// <summary>Takes in what other hosts tell: states to be read before the next check, definitions, pauses, alerts, and news for this host's live clients.</summary>
internal sealed class HostNewsReceiver(
    HostIdentity host, HealthEventPublisher publisher, IntegrationCatalog catalog, IntegrationRegistry registry, CatalogLoader loader, SharedPauses pauses,
    AlertPublisher alertPublisher, IAlertStore alerts, LastCommit lastCommit, ClaimJitter jitter, TimeProvider time, ILogger<HostNewsReceiver> logger)
{
    private const int MostAlertsAtOnce = 200;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CatchUpWithin = TimeSpan.FromSeconds(2);

    /// <summary>Messages of the channel; null when a connection was made and everything is to be read anew.</summary>
    private readonly Channel<string?> _received = Channel.CreateUnbounded<string?>(new() { SingleReader = true });

    private int _catchingUp;
    private bool _caughtUpOnce;

    public void OnMessage(string message) => _received.Writer.TryWrite(message);

    /// <summary>A connection that comes and goes has everything read once, not once a time.</summary>
    public void OnConnected()
    {
        if (Interlocked.Exchange(ref _catchingUp, 1) == 0)
            _received.Writer.TryWrite(null);
    }

    /// <summary>Takes in until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
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
