using IntegrationHealth.Endpoints;
using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Realtime;

/// <summary>
/// Brings committed changes to those who subscribed: gathers them for a moment, reads each integration once for all who hear of it, and sends to
/// every connection at its own pace.
/// </summary>
internal sealed class HubBroadcaster(
    HubSubscriptions subscriptions, IIntegrationHealthService health, TimeProvider time, ILogger logger) : IHealthEventSubscriber
{
    /// <summary>Shortest time between two messages of changes to one connection.</summary>
    private static readonly TimeSpan MessageInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan SummaryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>A client that has not taken a message for this long does not read: it is dropped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Ids in one read.</summary>
    private const int ReadSize = 200;

    private readonly Lock _gate = new();
    private HashSet<string> _changed = new(StringComparer.Ordinal);
    private HashSet<string> _owners = new(StringComparer.Ordinal);
    private bool _working;
    private long? _lastSummary;
    private IHubClients? _clients;

    /// <summary>How clients are reached; known once the hub's services are built.</summary>
    public IHubClients Clients { set => _clients = value; }

    /// <summary>Live connections on this host.</summary>
    public int Connections => subscriptions.Count;

    /// <summary>A browser is connected to any host.</summary>
    public bool HearsOfOtherHosts => true;

    public ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
    {
        if (subscriptions.Count == 0)
            return ValueTask.CompletedTask;
        lock (_gate)
        {
            foreach (var change in events.Where(change => subscriptions.AnyoneHearsOf(change.Integration)))
            {
                _changed.Add(change.Integration.Id);
                if (change.IsTransition)
                    _owners.Add(change.Integration.OwnerId);
            }

            if (_working || (_changed.Count == 0 && _owners.Count == 0))
                return ValueTask.CompletedTask;
            _working = true;
        }

        // Away from the publisher: other subscribers do not wait for reads.
        _ = Task.Run(WorkAsync, CancellationToken.None);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends an alert to those who hear of its integration's owner as a whole, and to those who hear of all.</summary>
    public void PublishAlert(string ownerId, object alert)
    {
        foreach (var session in subscriptions.HearersOfWhole(null).Concat(ownerId.Length > 0 ? subscriptions.HearersOfWhole(ownerId) : []).Distinct())
            Start(session, session.OfferAlert(alert));
    }

    /// <summary>Puts states in line for one connection, whoever else hears of them.</summary>
    public void Send(HubSession session, IEnumerable<IntegrationHealthReport> reports)
    {
        foreach (var report in reports)
            Start(session, session.Offer(HealthMapping.From(report)));
    }

    private async Task WorkAsync()
    {
        while (TakeChanges() is var (ids, owners))
        {
            try
            {
                await TellAsync(ids);
                await SummariseAsync(owners);
                await Task.Delay(MessageInterval, time);
            }
            catch (Exception exception)
            {
                EndpointLog.BroadcastFailed(logger, ids.Count, exception);
                lock (_gate)
                {
                    _changed.UnionWith(ids);
                    _owners.UnionWith(owners);
                }

                await Task.Delay(AfterFailure, time);
            }
        }
    }

    private (HashSet<string> Ids, HashSet<string> Owners)? TakeChanges()
    {
        lock (_gate)
        {
            if (_changed.Count == 0 && _owners.Count == 0)
            {
                _working = false;
                return null;
            }

            // Tallies count whole lists, so they are made less often; owners wait here until it is time.
            var summarise = _lastSummary is not { } last || time.GetElapsedTime(last) >= SummaryInterval;
            var taken = (_changed, summarise ? _owners : []);
            _changed = new(StringComparer.Ordinal);
            if (summarise)
                _owners = new(StringComparer.Ordinal);
            return taken;
        }
    }

    private async Task TellAsync(HashSet<string> ids)
    {
        foreach (var chunk in ids.Chunk(ReadSize))
        {
            foreach (var report in await health.GetManyAsync(chunk, CancellationToken.None))
            {
                var shape = HealthMapping.From(report);
                foreach (var session in subscriptions.HearersOf(report.Integration))
                    Start(session, session.Offer(shape));
            }
        }
    }

    private async Task SummariseAsync(HashSet<string> owners)
    {
        if (owners.Count == 0)
            return;
        _lastSummary = time.GetTimestamp();
        foreach (var ownerId in (IEnumerable<string?>)[null, .. owners])
        {
            var hearers = subscriptions.HearersOfWhole(ownerId);
            if (hearers.Count == 0)
                continue;
            var page = await health.QueryAsync(new HealthQuery { OwnerId = ownerId, Limit = 1 });
            foreach (var session in hearers)
                Start(session, session.OfferSummary(HealthTally.From(page.Summary)));
        }
    }

    private void Start(HubSession session, bool needed)
    {
        if (needed)
            _ = Task.Run(() => PumpAsync(session));
    }

    private async Task PumpAsync(HubSession session)
    {
        try
        {
            while (session.Take() is { } batch)
            {
                if (session.EndsAt <= time.GetUtcNow())
                {
                    session.Abort();
                    return;
                }

                await SendAsync(session, batch).WaitAsync(Patience, time);
                await Task.Delay(MessageInterval, time);
            }
        }
        catch (TimeoutException)
        {
            EndpointLog.ClientTooSlow(logger, session.ConnectionId, Patience.TotalSeconds);
            session.Abort();
        }
        catch (Exception exception)
        {
            EndpointLog.SendFailed(logger, session.ConnectionId, exception);
            session.Abort();
        }
    }

    private async Task SendAsync(HubSession session, HubBatch batch)
    {
        var client = _clients!.Client(session.ConnectionId);
        if (batch.Health.Length > 0)
            await client.SendAsync(ClientMethods.HealthChanged, batch.Health);
        foreach (var alert in batch.Alerts)
            await client.SendAsync(ClientMethods.AlertChanged, alert);
        if (batch.Summary is { } summary)
            await client.SendAsync(ClientMethods.SummaryChanged, summary);
    }
}
