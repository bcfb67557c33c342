using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>
/// The states by which the tick judges. Those that this host knows are not enough: where several check, another may have made the last check, and the news
/// of it comes late or never. So what would be done by them is asked of storage first. What storage held is kept until this host knows as much itself:
/// each state is read once, and not with every tick. One thread uses it.
/// </summary>
internal sealed class JudgedStates(
    IAlertStore store, IHealthReader health, AlertBook book, AlertConfiguration configuration, AlertClock clock, IntegrationRegistry registry, RecentChecks recent)
{
    private readonly Dictionary<string, StoredState> _read = new(StringComparer.Ordinal);

    /// <summary>The newest state that is known.</summary>
    public HealthSnapshot Of(MonitoredIntegration monitored) =>
        _read.TryGetValue(monitored.Integration.Id, out var read) && read.IsNewerThan(monitored) ? read.Snapshot : monitored.Snapshot;

    /// <summary>What another host is known to have made of it since; null when nothing.</summary>
    public HeardStatus? NewsOf(MonitoredIntegration monitored) =>
        monitored.State.Heard is { } heard && heard.Version > Of(monitored).Version ? heard : null;

    /// <summary>The checks that a rule looks at; null when they are not known up to the newest state.</summary>
    public IReadOnlyList<ObservedCheck>? WindowOf(CompiledRule rule, MonitoredIntegration monitored) =>
        rule.Window == TimeSpan.Zero ? [] : recent.Find(Of(monitored));

    /// <summary>Reads what storage holds of integrations and of their alerts.</summary>
    /// <param name="ids">Some of them: the caller divides them into chunks.</param>
    /// <param name="needsWindow">Of which of them the recent checks are looked at.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The integrations that are still there, each with its open alerts: they are judged by <see cref="Of"/>.</returns>
    public async Task<IReadOnlyDictionary<string, Alert[]>> ReadAsync(
        IReadOnlyCollection<string> ids, Func<string, bool> needsWindow, CancellationToken cancellationToken)
    {
        // The alerts first. One may be older than the state that it is judged by: its version tells storage so. A newer one would be judged by what was before it.
        await book.ReloadAsync(store, ids, cancellationToken);
        var open = ids.ToDictionary(id => id, id => book.Of(id).Open, StringComparer.Ordinal);
        var found = new Dictionary<string, Alert[]>(ids.Count, StringComparer.Ordinal);
        foreach (var stored in await health.GetAsync(ids, cancellationToken))
        {
            if (!registry.TryGet(stored.Integration.Id, out var monitored))
                continue;
            if (new StoredState(monitored.State, stored.Snapshot) is var read && read.IsNewerThan(monitored))
                _read[stored.Integration.Id] = read;
            found.Add(stored.Integration.Id, open[stored.Integration.Id]);
        }

        await ReadWindowsAsync([.. found.Keys.Where(needsWindow)], cancellationToken);
        return found;
    }

    /// <summary>Lets go of what this host has come to know itself, and of the windows that no rule looks at any more, or whose integrations are gone.</summary>
    public void Trim()
    {
        foreach (var (id, read) in _read)
        {
            if (!registry.TryGet(id, out var monitored) || !read.IsNewerThan(monitored))
                _read.Remove(id);
        }

        var rules = configuration.Current.Rules;
        recent.Keep(id => registry.TryGet(id, out var monitored) && rules.For(monitored).Any(rule => rule.Window > TimeSpan.Zero));
    }

    private async Task ReadWindowsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var missing = new List<HealthSnapshot>(ids.Count);
        foreach (var id in ids)
        {
            if (registry.TryGet(id, out var monitored) && Of(monitored) is var state && recent.Find(state) is null)
                missing.Add(state);
        }

        if (missing.Count > 0)
            await recent.LoadAsync(missing, configuration.Current.Rules.LongestWindow, clock.Now().At, cancellationToken);
    }

    /// <summary>What storage held of an integration.</summary>
    /// <param name="Owner">What changes while it is watched: another integration under the same id has another.</param>
    /// <param name="Snapshot">The state.</param>
    private readonly record struct StoredState(MonitoredState Owner, HealthSnapshot Snapshot)
    {
        public bool IsNewerThan(MonitoredIntegration monitored) =>
            ReferenceEquals(Owner, monitored.State) && Snapshot.Version > monitored.Snapshot.Version;
    }
}
