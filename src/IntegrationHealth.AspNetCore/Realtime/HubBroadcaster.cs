using IntegrationHealth.Catalog;
using IntegrationHealth.Endpoints;
using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.Reading;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Realtime;

/// <summary>
/// Brings committed changes to those who subscribed: gathers them for a moment, reads each integration once for all who hear of it, and sends to
/// every connection at its own pace.
/// </summary>
internal sealed class HubBroadcaster(
    HubSubscriptions subscriptions, HubSender sender, IIntegrationHealthService health, TimeProvider time, ILogger logger) : IHealthEventSubscriber
{
    private static readonly TimeSpan SummaryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Ids in one read.</summary>
    private const int ReadSize = 200;

    private readonly Lock _gate = new();
    private HashSet<string> _changed = new(StringComparer.Ordinal);
    private HashSet<string> _owners = new(StringComparer.Ordinal);
    private List<IntegrationDeparture> _departed = [];
    private bool _working;
    private long? _lastSummary;

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
        }

        Begin();
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes in what is gone from this host's view.</summary>
    public void OnDeparted(IReadOnlyList<IntegrationDeparture> departed)
    {
        if (subscriptions.Count == 0)
            return;
        lock (_gate)
        {
            foreach (var departure in departed.Where(departure => subscriptions.AnyoneHearsOf(departure.Before)))
            {
                _departed.Add(departure);
                _owners.Add(departure.Before.OwnerId);
            }
        }

        Begin();
    }

    /// <summary>Sends an alert to those who hear of its integration, of its owner as a whole, or of all.</summary>
    /// <param name="ownerId">Whose the integration was when the alert began; empty for nobody's.</param>
    /// <param name="integration">What it is about, if that is known and still there.</param>
    /// <param name="forAdministrators">The alert as they get it.</param>
    /// <param name="forOwners">The same without what is theirs alone.</param>
    public void PublishAlert(string ownerId, Integration? integration, object forAdministrators, object forOwners)
    {
        foreach (var session in subscriptions.HearersOfWhole(null)
            .Concat(ownerId.Length > 0 ? subscriptions.HearersOfWhole(ownerId) : [])
            // Whose it is now does not make the alerts of its former owner theirs.
            .Concat(integration?.OwnerId == ownerId ? subscriptions.HearersOf(integration) : []).Distinct())
        {
            sender.Start(session, session.OfferAlert(session.SeesAsAdministrator ? forAdministrators : forOwners));
        }
    }

    /// <summary>Puts states in line for one connection, whoever else hears of them.</summary>
    public void Send(HubSession session, IEnumerable<IntegrationHealthReport> reports)
    {
        foreach (var report in reports)
            sender.Start(session, session.Offer(HealthMapping.From(report)));
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_working || IsIdle)
                return;
            _working = true;
        }

        // Away from the publisher: other subscribers do not wait for reads.
        _ = Task.Run(WorkAsync, CancellationToken.None);
    }

    private bool IsIdle => _changed.Count == 0 && _owners.Count == 0 && _departed.Count == 0;

    private async Task WorkAsync()
    {
        while (TakeChanges() is var (ids, owners, departed))
        {
            try
            {
                // First what is gone: what is read after it cannot be of before it.
                ids.UnionWith(await TellOfRemovalsAsync(departed));
                departed = [];
                await TellAsync(ids);
                await SummariseAsync(owners);
                await Task.Delay(HubSender.MessageInterval, time);
            }
            catch (Exception exception)
            {
                EndpointLog.BroadcastFailed(logger, ids.Count, exception);
                lock (_gate)
                {
                    _changed.UnionWith(ids);
                    _owners.UnionWith(owners);
                    _departed.InsertRange(0, departed);
                }

                await Task.Delay(AfterFailure, time);
            }
        }
    }

    private (HashSet<string> Ids, HashSet<string> Owners, List<IntegrationDeparture> Departed)? TakeChanges()
    {
        lock (_gate)
        {
            if (IsIdle)
            {
                _working = false;
                return null;
            }

            // Tallies count whole lists, so they are made less often; owners wait here until it is time.
            var summarise = _lastSummary is not { } last || time.GetElapsedTime(last) >= SummaryInterval;
            var taken = (_changed, summarise ? _owners : [], _departed);
            _changed = new(StringComparer.Ordinal);
            _departed = [];
            if (summarise)
                _owners = new(StringComparer.Ordinal);
            return taken;
        }
    }

    /// <returns>Ids under which another integration stands now.</returns>
    private async Task<IReadOnlyCollection<string>> TellOfRemovalsAsync(List<IntegrationDeparture> departed)
    {
        var present = new Dictionary<string, Integration>(StringComparer.Ordinal);
        foreach (var chunk in departed.Select(departure => departure.Before.Id).Distinct(StringComparer.Ordinal).Chunk(ReadSize))
        {
            foreach (var report in await health.GetManyAsync(chunk, CancellationToken.None))
                present[report.Integration.Id] = report.Integration;
        }

        foreach (var (before, version) in departed)
        {
            foreach (var session in subscriptions.HearersOfGone(before))
                sender.Start(session, session.OfferRemoval(new IntegrationRemoved(before.Id, version)));
            subscriptions.EndOf(before.Id, present.GetValueOrDefault(before.Id));
        }

        return present.Keys;
    }

    private async Task TellAsync(HashSet<string> ids)
    {
        foreach (var chunk in ids.Chunk(ReadSize))
        {
            foreach (var report in await health.GetManyAsync(chunk, CancellationToken.None))
            {
                var shape = HealthMapping.From(report);
                foreach (var session in subscriptions.HearersOf(report.Integration))
                    sender.Start(session, session.Offer(shape));
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
                sender.Start(session, session.OfferSummary(HealthTally.From(page.Summary)));
        }
    }
}
