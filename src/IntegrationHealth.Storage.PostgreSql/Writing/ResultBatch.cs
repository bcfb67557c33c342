using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.PostgreSql.Alerting;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>
/// A batch as columns, used again and again. Results come in the order of their keys, so that two writers that overlap lock in the same
/// order and cannot wait for each other in a ring.
/// </summary>
internal sealed class ResultBatch
{
    private readonly List<(IntegrationKey Key, ResultWrite Write)> _results = [];

    public SnapshotColumns Snapshots { get; } = new();

    public HourColumns Hours { get; } = new();

    public IncidentColumns Incidents { get; } = new();

    public LateDayColumns LateDays { get; } = new();

    public ProviderColumns Providers { get; } = new();

    /// <summary>What the results expect of stored alerts; null when none changes any.</summary>
    public ExpectedAlertColumns? ExpectedAlerts { get; private set; }

    /// <summary>What the accepted results change about alerts; null when nothing.</summary>
    public AlertBatch? Alerts { get; private set; }

    private ProviderTally Tally { get; } = new();

    public bool IsEmpty => _results.Count == 0;

    /// <summary>Takes the results whose integrations are known.</summary>
    public void Fill(IReadOnlyList<ResultWrite> writes, Func<string, IntegrationKey?> keyOf)
    {
        Clear();
        foreach (var write in writes)
        {
            if (keyOf(write.Snapshot.IntegrationId) is { } key)
                _results.Add((key, write));
        }

        _results.Sort(static (one, other) => one.Key.Iid.CompareTo(other.Key.Iid));
        foreach (var (key, write) in _results)
        {
            Snapshots.Add(key.Iid, write);
            Hours.Add(key.Iid, write);
            if (write.Alerts is { } alerts)
                (ExpectedAlerts ??= new ExpectedAlertColumns()).Add(key.Iid, alerts.Changes);
        }
    }

    /// <summary>
    /// Fills what follows once it is known what was refused, and which checks had been counted before.
    /// </summary>
    /// <returns>Ids of the refused results.</returns>
    public IReadOnlyList<string> Settle(IReadOnlyDictionary<long, bool> refusedOrCounted, DateTimeOffset now)
    {
        List<string>? refused = null;
        foreach (var (key, write) in _results)
        {
            var isSpecial = refusedOrCounted.TryGetValue(key.Iid, out var isRefused);
            if (isSpecial && isRefused)
            {
                (refused ??= []).Add(write.Snapshot.IntegrationId);
                continue;
            }

            if (!isSpecial && write.History is { } check)
                Tally.Add(key.Provider, check);
            if (write.Incident is { } incident)
                Incidents.Add(key.Iid, incident);
            if (write.Alerts is { } alerts)
                (Alerts ??= new AlertBatch()).Add(alerts);
            LateDays.Add(key.Iid, write, now);
        }

        Providers.Add(Tally);
        return refused is null ? [] : refused;
    }

    private void Clear()
    {
        _results.Clear();
        Snapshots.Set.Clear();
        Hours.Set.Clear();
        Incidents.Clear();
        LateDays.Clear();
        Providers.Set.Clear();
        Tally.Clear();
        (ExpectedAlerts, Alerts) = (null, null);
    }
}
