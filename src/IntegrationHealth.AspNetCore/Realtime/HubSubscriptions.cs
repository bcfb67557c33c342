using IntegrationHealth.Catalog;

namespace IntegrationHealth.Realtime;

/// <summary>Who wants to hear of what. Safe for concurrent use.</summary>
internal sealed class HubSubscriptions(int perConnection, int connectionsPerOwner)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<HubSession>> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<HubSession>> _byOwner = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _connectionsByCaller = new(StringComparer.Ordinal);
    private readonly HashSet<HubSession> _all = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>Takes a connection in; false when <paramref name="caller"/> has as many as allowed.</summary>
    public bool TryConnect(HubSession session, string caller)
    {
        lock (_gate)
        {
            var connections = _connectionsByCaller.GetValueOrDefault(caller);
            if (connections >= connectionsPerOwner)
                return false;
            _connectionsByCaller[caller] = connections + 1;
            _entries[session.ConnectionId] = new Entry(session, caller);
            return true;
        }
    }

    public void Disconnect(string connectionId)
    {
        lock (_gate)
        {
            if (!_entries.Remove(connectionId, out var entry))
                return;
            if (--_connectionsByCaller[entry.Caller] is var left and > 0)
                _connectionsByCaller[entry.Caller] = left;
            else
                _connectionsByCaller.Remove(entry.Caller);
            foreach (var id in entry.Ids)
                Remove(_byId, id, entry.Session);
            if (entry.OwnerId is { } ownerId)
                Remove(_byOwner, ownerId, entry.Session);
            _all.Remove(entry.Session);
        }
    }

    /// <summary>Adds integrations to what a connection hears of; false when those would be too many, and then none is added.</summary>
    public bool TrySubscribe(string connectionId, IReadOnlyCollection<string> ids)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(connectionId, out var entry))
                return true; // Gone meanwhile.
            if (entry.Ids.Union(ids, StringComparer.Ordinal).Count() > perConnection)
                return false;
            foreach (var id in ids)
            {
                if (entry.Ids.Add(id))
                    Add(_byId, id, entry.Session);
            }

            return true;
        }
    }

    public void Unsubscribe(string connectionId, IReadOnlyCollection<string> ids)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(connectionId, out var entry))
                return;
            foreach (var id in ids)
            {
                if (entry.Ids.Remove(id))
                    Remove(_byId, id, entry.Session);
            }
        }
    }

    public void SubscribeOwner(string connectionId, string ownerId)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(connectionId, out var entry) || entry.OwnerId == ownerId)
                return;
            if (entry.OwnerId is { } before)
                Remove(_byOwner, before, entry.Session);
            entry.OwnerId = ownerId;
            Add(_byOwner, ownerId, entry.Session);
        }
    }

    public void SubscribeAll(string connectionId)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(connectionId, out var entry))
                _all.Add(entry.Session);
        }
    }

    /// <summary>What a connection subscribed to as a whole: nothing, one owner's, or all.</summary>
    public (string? OwnerId, bool All) WholeOf(string connectionId)
    {
        lock (_gate)
            return _entries.TryGetValue(connectionId, out var entry) ? (entry.OwnerId, _all.Contains(entry.Session)) : (null, false);
    }

    /// <summary>
    /// Ends the subscriptions to the id of an integration that is gone, but for those who may see what stands in its place; null for nothing. Without
    /// that, whoever is given the id next would be heard by those who had it before.
    /// </summary>
    public void EndOf(string id, Integration? now)
    {
        List<HubSession> hearers;
        lock (_gate)
            hearers = _byId.TryGetValue(id, out var sessions) ? [.. sessions] : [];

        // The host's own code decides, so not under the lock.
        foreach (var session in hearers.Where(session => now is null || !MaySee(session, now)))
            Unsubscribe(session.ConnectionId, [id]);
    }

    public bool AnyoneHearsOf(Integration integration)
    {
        lock (_gate)
            return _all.Count > 0 || _byId.ContainsKey(integration.Id) || _byOwner.ContainsKey(integration.OwnerId);
    }

    /// <summary>Who hears of an integration, each once. Whether one still may see it is asked again now: owners change.</summary>
    public IReadOnlyList<HubSession> HearersOf(Integration integration)
    {
        var hearers = new HashSet<HubSession>();
        List<HubSession> byId;
        lock (_gate)
        {
            hearers.UnionWith(_all);
            if (_byOwner.TryGetValue(integration.OwnerId, out var ofOwner))
                hearers.UnionWith(ofOwner);
            byId = _byId.TryGetValue(integration.Id, out var ofId) ? [.. ofId.Where(session => !hearers.Contains(session))] : [];
        }

        // The host's own code decides, so not under the lock.
        hearers.UnionWith(byId.Where(session => MaySee(session, integration)));
        return [.. hearers];
    }

    /// <summary>Who heard of an integration that is gone. Nobody is asked whether they may see it: there is nothing to see any more.</summary>
    public IReadOnlyList<HubSession> HearersOfGone(Integration gone)
    {
        lock (_gate)
        {
            return [.. _all
                .Concat(_byOwner.TryGetValue(gone.OwnerId, out var ofOwner) ? ofOwner : [])
                .Concat(_byId.TryGetValue(gone.Id, out var ofId) ? ofId : [])
                .Distinct()];
        }
    }

    /// <summary>Who hears of an owner as a whole, or, for null, of all.</summary>
    public IReadOnlyList<HubSession> HearersOfWhole(string? ownerId)
    {
        lock (_gate)
            return ownerId is null ? [.. _all] : _byOwner.TryGetValue(ownerId, out var sessions) ? [.. sessions] : [];
    }

    public IReadOnlyList<HubSession> Sessions()
    {
        lock (_gate)
            return [.. _entries.Values.Select(entry => entry.Session)];
    }

    private static bool MaySee(HubSession session, Integration integration) => session.SeesAsAdministrator || session.Sees(integration);

    private static void Add(Dictionary<string, HashSet<HubSession>> index, string key, HubSession session)
    {
        if (!index.TryGetValue(key, out var sessions))
            index[key] = sessions = [];
        sessions.Add(session);
    }

    private static void Remove(Dictionary<string, HashSet<HubSession>> index, string key, HubSession session)
    {
        if (index.TryGetValue(key, out var sessions) && sessions.Remove(session) && sessions.Count == 0)
            index.Remove(key);
    }

    private sealed record Entry(HubSession Session, string Caller)
    {
        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public string? OwnerId { get; set; }
    }
}
