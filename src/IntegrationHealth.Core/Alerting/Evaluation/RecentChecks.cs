using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Status;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>
/// Recent checks of those integrations whose rules look at a window. The writer alone adds; a window is filled from history when it is needed and does not
/// reach up to the state that is judged, as after a start, or when another host has checked meanwhile.
/// </summary>
internal sealed class RecentChecks(IHistoryReader history)
{
    /// <summary>Most checks of one window.</summary>
    public const int Capacity = 500;

    /// <summary>Integrations of one question to history.</summary>
    private const int AtOnce = 200;

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Window> _byIntegration = new(StringComparer.Ordinal);

    /// <summary>True when the window holds every check up to this state of its integration, and none after it.</summary>
    public bool Knows(HealthSnapshot state)
    {
        lock (_gate)
            return _byIntegration.TryGetValue(state.IntegrationId, out var window) && window.Version == state.Version;
    }

    /// <summary>Reads windows from history, when this host has not watched them all: many in one question.</summary>
    /// <param name="states">States read before, up to which the windows then reach.</param>
    /// <param name="window">The longest window that is looked at.</param>
    /// <param name="now">Its end.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task LoadAsync(IReadOnlyList<HealthSnapshot> states, TimeSpan window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var some in states.Chunk(AtOnce))
        {
            // A host whose clock is ahead of this one may have made the last check.
            var newest = some.Max(state => state.LastCheckedAt) is { } last && last >= now ? last + Millisecond : now;
            var found = await history.GetChecksAsync([.. some.Select(state => state.IntegrationId)], now - window, newest, Capacity, cancellationToken);
            lock (_gate)
            {
                foreach (var state in some)
                {
                    _byIntegration[state.IntegrationId] = new Window
                    {
                        Version = state.Version,
                        Checks = found.TryGetValue(state.IntegrationId, out var checks) ? [.. Observed(checks)] : [],
                    };
                }
            }
        }
    }

    private static IEnumerable<ObservedCheck> Observed(IReadOnlyList<HistoryEntry> checks) => checks.Reverse()
        .Where(check => check.Outcome != CheckOutcome.Inconclusive)
        .Select(check => new ObservedCheck(check.CheckedAt, check.LatencyMs, check.Outcome == CheckOutcome.Failed));

    /// <summary>What storage refused may be among it: the window is read again when it is needed.</summary>
    public void Forget(string integrationId)
    {
        lock (_gate)
            _byIntegration.Remove(integrationId);
    }

    /// <summary>Lets go of the windows that nothing looks at any more.</summary>
    public void Keep(Func<string, bool> isWanted)
    {
        string[] kept;
        lock (_gate)
            kept = [.. _byIntegration.Keys];
        foreach (var id in kept)
        {
            if (!isWanted(id))
                Forget(id);
        }
    }

    /// <summary>The window with one more check; the same check again changes nothing.</summary>
    /// <param name="after">The state that the check leads to.</param>
    /// <param name="observation">The check.</param>
    /// <param name="longest">The longest window that is looked at.</param>
    public IReadOnlyList<ObservedCheck> Add(HealthSnapshot after, in Observation observation, TimeSpan longest)
    {
        lock (_gate)
        {
            // One that could not be read holds what there is, and is read with the next check.
            if (!_byIntegration.TryGetValue(after.IntegrationId, out var window))
                _byIntegration.Add(after.IntegrationId, window = new Window { Version = Window.Partial });
            window.Advance(after.Version);
            var recent = window.Checks;
            var at = observation.At;
            // History keeps milliseconds.
            if (observation.Result.Outcome != CheckOutcome.Inconclusive && (recent.Count == 0 || at - recent[^1].At >= Millisecond))
                recent.Add(new ObservedCheck(at, observation.LatencyMs, observation.Result.Outcome == CheckOutcome.Failed));
            var old = recent.FindIndex(check => check.At > at - longest);
            recent.RemoveRange(0, Math.Max(old < 0 ? 0 : old, recent.Count - Capacity));
            return recent.ToArray();
        }
    }

    /// <summary>The state went on without a check, as with a mark of an outage.</summary>
    public void Advance(HealthSnapshot after)
    {
        lock (_gate)
            _byIntegration.GetValueOrDefault(after.IntegrationId)?.Advance(after.Version);
    }

    /// <summary>The window up to this state; null when it is not known so far.</summary>
    public IReadOnlyList<ObservedCheck>? Find(HealthSnapshot state)
    {
        lock (_gate)
            return _byIntegration.TryGetValue(state.IntegrationId, out var window) && window.Version >= state.Version ? window.Checks.ToArray() : null;
    }

    private sealed class Window
    {
        /// <summary>The version of one of which it is not known what it lacks.</summary>
        public const long Partial = -1;

        /// <summary>The version of its integration's state up to which no check is missing.</summary>
        public long Version { get; set; }

        public List<ObservedCheck> Checks { get; init; } = [];

        public void Advance(long version)
        {
            if (Version == version - 1)
                Version = version;
        }
    }
}
