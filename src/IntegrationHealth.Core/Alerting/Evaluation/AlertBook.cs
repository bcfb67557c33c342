using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>
/// The alerts that are not resolved, as this host last saw them, with what is remembered of those that are. Storage is the truth: a change
/// made from an outdated page is refused there, and the page is read again.
/// </summary>
internal sealed class AlertBook
{
    private const int ReadAtOnce = 500;

    private static readonly Alert[] None = [];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Alert> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Alert[]> _bySubject = new(StringComparer.Ordinal);

    /// <summary>By subject, and of each by rule: of most subjects there is none.</summary>
    private readonly Dictionary<string, Dictionary<string, Memory>> _memories = new(StringComparer.Ordinal);

    private readonly List<Alert> _endedOfProviders = [];
    private DateTimeOffset? _refreshedAt;

    public int OpenCount
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    public Alert? Find(string id)
    {
        lock (_gate)
            return _open.GetValueOrDefault(id);
    }

    /// <summary>Of an integration, or of a whole provider.</summary>
    public SubjectAlerts Of(string subjectKey)
    {
        lock (_gate)
            return new SubjectAlerts(_bySubject.GetValueOrDefault(subjectKey, None), _memories.ContainsKey(subjectKey));
    }

    public Alert[] ListOpen()
    {
        lock (_gate)
            return [.. _open.Values];
    }

    /// <summary>Alerts of whole providers: those that are open, and those that ended within a day.</summary>
    public Alert[] ListOfProviders()
    {
        lock (_gate)
            return [.. _open.Values.Where(alert => alert.IntegrationId is null), .. _endedOfProviders];
    }

    public int CountOf(string ruleId)
    {
        lock (_gate)
            return _open.Values.Count(alert => alert.RuleId == ruleId);
    }

    /// <summary>When earlier alerts fired.</summary>
    public IReadOnlyList<DateTimeOffset> FiringsOf(string ruleId, string subjectKey)
    {
        lock (_gate)
            return MemoryOf(ruleId, subjectKey) is { } memory ? [.. memory.Firings] : [];
    }

    /// <summary>The alert that a person resolved while its conditions held: none fires again before they were clear. Null when there is none.</summary>
    public Alert? MutedBy(string ruleId, string subjectKey)
    {
        lock (_gate)
            return MemoryOf(ruleId, subjectKey)?.Muted;
    }

    /// <summary>Applies what was committed.</summary>
    public void Apply(IReadOnlyList<AlertChange> changes)
    {
        lock (_gate)
        {
            foreach (var change in changes)
            {
                if (change.After is { State: not AlertState.Resolved } open)
                    Set(open);
                else if (_open.Remove(change.AlertId, out var ended))
                    Unlink(ended);
                if (change.After is { State: AlertState.Resolved } resolved)
                    Remember(resolved);
            }
        }
    }

    /// <summary>Takes over what storage holds. What changed here while it was read is newer, and stays.</summary>
    public async Task RefreshAsync(IAlertStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Dictionary<string, long> known;
        string[] muted;
        lock (_gate)
        {
            known = _open.ToDictionary(pair => pair.Key, pair => pair.Value.Version, StringComparer.Ordinal);
            muted = ListMuted();
        }

        // The first time a day; then what is new, with some time for commits under way and for clocks that differ.
        var since = _refreshedAt is { } last && last <= now ? last.AddMinutes(-5) : now.AddDays(-1);
        var stored = await store.ListCurrentAsync(since, cancellationToken);
        // What a person resolved stays quiet however long ago that was, until any host has seen it clear.
        var stillMuted = _refreshedAt is null ? await store.ListMutedAsync(cancellationToken) : await GetAsync(store, muted, cancellationToken);
        lock (_gate)
        {
            RememberMuted(muted, stillMuted);
            _refreshedAt = now;
            foreach (var alert in stored)
            {
                if (alert.State == AlertState.Resolved)
                    Remember(alert);
                else if (!_open.TryGetValue(alert.Id, out var here) ? !known.ContainsKey(alert.Id) : here.Version < alert.Version)
                    Set(alert);
            }

            var open = stored.Where(alert => alert.State != AlertState.Resolved).Select(alert => alert.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var (id, version) in known)
            {
                if (!open.Contains(id) && _open.TryGetValue(id, out var here) && here.Version == version && _open.Remove(id))
                    Unlink(here);
            }

            Forget(now.AddDays(-1));
        }
    }

    /// <summary>Takes over what storage holds of the integrations named. What changed here while it was read is newer, and stays.</summary>
    public async Task ReloadAsync(IAlertStore store, IReadOnlyCollection<string> integrationIds, CancellationToken cancellationToken)
    {
        Dictionary<string, long> known;
        string[] ended;
        lock (_gate)
        {
            var subjects = integrationIds.ToHashSet(StringComparer.Ordinal);
            known = subjects.SelectMany(id => _bySubject.GetValueOrDefault(id, None))
                .ToDictionary(alert => alert.Id, alert => alert.Version, StringComparer.Ordinal);
            ended = [.. known.Keys, .. ListMuted(subjects)];
        }

        var stored = await store.ListOpenAsync(integrationIds, cancellationToken);
        // Another host may have resolved what was open here, or seen clear what was muted.
        var remembered = await GetAsync(store, ended, cancellationToken);
        lock (_gate)
        {
            foreach (var resolved in remembered.Where(alert => alert.State == AlertState.Resolved))
                Remember(resolved);
            var untouched = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (id, version) in known)
            {
                if (!_open.TryGetValue(id, out var here) || here.Version != version)
                    continue;
                untouched.Add(id);
                _open.Remove(id);
                Unlink(here);
            }

            foreach (var alert in stored)
            {
                if (_open.TryGetValue(alert.Id, out var here) ? here.Version < alert.Version : untouched.Contains(alert.Id) || !known.ContainsKey(alert.Id))
                    Set(alert);
            }
        }
    }

    private void Set(Alert alert)
    {
        if (_open.TryGetValue(alert.Id, out var before))
            Unlink(before);
        _open[alert.Id] = alert;
        var key = AlertSubject.KeyOf(alert);
        _bySubject[key] = [.. _bySubject.GetValueOrDefault(key, None), alert];
    }

    private void Unlink(Alert alert)
    {
        var key = AlertSubject.KeyOf(alert);
        Alert[] left = [.. _bySubject.GetValueOrDefault(key, None).Where(other => other.Id != alert.Id)];
        if (left.Length == 0)
            _bySubject.Remove(key);
        else
            _bySubject[key] = left;
    }

    private void Remember(Alert resolved)
    {
        if (resolved.FiredAt is not { } firedAt)
            return;
        var subject = AlertSubject.KeyOf(resolved);
        if (!_memories.TryGetValue(subject, out var byRule))
            _memories.Add(subject, byRule = new Dictionary<string, Memory>(StringComparer.Ordinal));
        if (!byRule.TryGetValue(resolved.RuleId, out var memory))
            byRule.Add(resolved.RuleId, memory = new Memory());
        if (memory.Firings.Add(firedAt) && resolved.IntegrationId is null)
            _endedOfProviders.Add(resolved);
        if (memory.Firings.Max == firedAt && resolved.Version > (memory.Latest is { } known && known.Id == resolved.Id ? known.Version : 0))
            memory.Latest = resolved;
    }

    /// <summary>Alerts that were asked for and are not there any more have been forgotten with their time: they mute nothing.</summary>
    private void RememberMuted(string[] asked, IReadOnlyList<Alert> stored)
    {
        foreach (var alert in stored)
            Remember(alert);
        var gone = asked.Except(stored.Select(alert => alert.Id), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        foreach (var memory in _memories.Values.SelectMany(byRule => byRule.Values).Where(memory => memory.Muted is { } muted && gone.Contains(muted.Id)))
            memory.Latest = null;
    }

    private string[] ListMuted(HashSet<string>? subjects = null) => [.. _memories.Where(subject => subjects?.Contains(subject.Key) != false)
        .SelectMany(subject => subject.Value.Values).Where(memory => memory.Muted is not null).Select(memory => memory.Muted!.Id)];

    private Memory? MemoryOf(string ruleId, string subjectKey) => _memories.GetValueOrDefault(subjectKey)?.GetValueOrDefault(ruleId);

    private static async Task<IReadOnlyList<Alert>> GetAsync(IAlertStore store, string[] ids, CancellationToken cancellationToken)
    {
        var found = new List<Alert>();
        foreach (var some in ids.Chunk(ReadAtOnce))
            found.AddRange(await store.GetAsync(some, cancellationToken));
        return found;
    }

    private void Forget(DateTimeOffset before)
    {
        _endedOfProviders.RemoveAll(alert => alert.ResolvedAt < before);
        foreach (var (subject, byRule) in _memories)
        {
            foreach (var (ruleId, memory) in byRule)
            {
                if (memory.Firings.Max < before && memory.Muted is null)
                    byRule.Remove(ruleId);
            }

            if (byRule.Count == 0)
                _memories.Remove(subject);
        }
    }

    private sealed class Memory
    {
        public SortedSet<DateTimeOffset> Firings { get; } = [];

        /// <summary>The one that fired last of those that are resolved.</summary>
        public Alert? Latest { get; set; }

        public Alert? Muted => Latest is { IsMuted: true } ? Latest : null;
    }
}
