using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Reading;

/// <summary>
/// What this host knows without asking storage: the states it committed or read, and the statuses it heard of from other hosts. For the time in which
/// storage is away; whoever shows it says that it is stale.
/// </summary>
internal sealed class LastKnownHealth(IntegrationRegistry registry, StartupCompletion startup)
{
    /// <summary>The integrations named; null when one is unknown here, which does not mean that there is none.</summary>
    public IReadOnlyList<StoredIntegration>? Get(IReadOnlyCollection<string> ids) => Get(ids, static _ => true);

    /// <summary>As above; null also when one is being changed, so that storage may hold something else.</summary>
    public IReadOnlyList<StoredIntegration>? GetAsStored(IReadOnlyCollection<string> ids) =>
        Get(ids, static monitored => monitored.State is { IsChanging: false, IsPlannedAnew: false });

    private List<StoredIntegration>? Get(IReadOnlyCollection<string> ids, Func<MonitoredIntegration, bool> isKnown)
    {
        var known = new List<StoredIntegration>(ids.Count);
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (!registry.TryGet(id, out var monitored) || !isKnown(monitored))
                return null;
            known.Add(Describe(monitored));
        }

        return known;
    }

    /// <summary>A page of integrations; null before the catalog was filled.</summary>
    public HealthPage? Query(HealthQuery query) =>
        startup.Completed.IsCompletedSuccessfully ? HealthListing.PageOf([.. registry.All.Select(Describe)], query) : null;

    /// <summary>
    /// Of what another host committed only the status is known, so that the version stays that of the rest: a client that holds it is sent the whole
    /// later.
    /// </summary>
    private static StoredIntegration Describe(MonitoredIntegration monitored)
    {
        var snapshot = monitored.Snapshot;
        if (monitored.State.Heard is { } heard && heard.Version > snapshot.Version && heard.Status != snapshot.Status)
        {
            snapshot = snapshot with
            {
                Status = heard.Status,
                StatusSince = heard.At,
                Failure = null,
                OutageId = null,
                RetryAt = null,
                Confirming = null,
                Recovering = null,
            };
        }

        return new StoredIntegration(monitored.Integration, snapshot);
    }
}
