using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Status;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>Recent checks of those integrations whose rules look at a window. The writer alone adds; a window is filled from history when first needed.</summary>
internal sealed class RecentChecks(IHistoryReader history)
{
    /// <summary>Most checks of one window.</summary>
    public const int Capacity = 500;

    /// <summary>Integrations of one question to history.</summary>
    private const int AtOnce = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<ObservedCheck>> _byIntegration = new(StringComparer.Ordinal);

    public bool Knows(string integrationId)
    {
        lock (_gate)
            return _byIntegration.ContainsKey(integrationId);
    }

    /// <summary>Reads windows from history, when this host has not watched them all: many in one question.</summary>
    public async Task LoadAsync(IReadOnlyList<string> integrationIds, TimeSpan window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var ids in integrationIds.Chunk(AtOnce))
        {
            var found = await history.GetChecksAsync(ids, now - window, now, Capacity, cancellationToken);
            lock (_gate)
            {
                foreach (var id in ids)
                    _byIntegration[id] = found.TryGetValue(id, out var checks) ? [.. Observed(checks)] : [];
            }
        }
    }

    private static IEnumerable<ObservedCheck> Observed(IReadOnlyList<HistoryEntry> checks) => checks.Reverse()
        .Where(check => check.Outcome != CheckOutcome.Inconclusive)
        .Select(check => new ObservedCheck(check.CheckedAt, check.LatencyMs, check.Outcome == CheckOutcome.Failed));

    /// <summary>Another host has checked it, or it is gone: the window is read again when it is needed.</summary>
    public void Forget(string integrationId)
    {
        lock (_gate)
            _byIntegration.Remove(integrationId);
    }

    /// <summary>The window with one more check; the same check again changes nothing.</summary>
    public IReadOnlyList<ObservedCheck> Add(string integrationId, in Observation observation, TimeSpan window)
    {
        lock (_gate)
        {
            if (!_byIntegration.TryGetValue(integrationId, out var recent))
                _byIntegration.Add(integrationId, recent = []);
            var at = observation.At;
            // History keeps milliseconds.
            if (observation.Result.Outcome != CheckOutcome.Inconclusive
                && (recent.Count == 0 || at - recent[^1].At >= TimeSpan.FromMilliseconds(1)))
            {
                recent.Add(new ObservedCheck(at, observation.LatencyMs, observation.Result.Outcome == CheckOutcome.Failed));
            }

            var old = recent.FindIndex(check => check.At > at - window);
            recent.RemoveRange(0, Math.Max(old < 0 ? 0 : old, recent.Count - Capacity));
            return recent.ToArray();
        }
    }

    public IReadOnlyList<ObservedCheck> Get(string integrationId)
    {
        lock (_gate)
            return _byIntegration.TryGetValue(integrationId, out var recent) ? recent.ToArray() : [];
    }
}
