using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;

namespace IntegrationHealth.InMemory;

/// <summary>
/// Everything the in-memory stores share. One lock guards all of it: it is held for the time of a dictionary access or of applying one
/// batch, never across an await.
/// </summary>
internal sealed class InMemoryState
{
    public Lock Gate { get; } = new();

    public InMemoryAlertState Alerts { get; } = new();

    public Dictionary<string, InMemoryEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>What the system-wide charts read.</summary>
    public Dictionary<(string Provider, ProviderBucketWidth Width, DateTimeOffset Start), RollupCell> ProviderRollups { get; } = [];

    /// <summary>Integrations with their snapshots as they are now. Both are immutable, so the copy may be read without the lock.</summary>
    public StoredIntegration[] ListStored()
    {
        lock (Gate)
        {
            var list = new StoredIntegration[Entries.Count];
            var next = 0;
            foreach (var entry in Entries.Values)
                list[next++] = entry.Stored;
            return list;
        }
    }

    /// <summary>Reads one entry under the lock; <paramref name="missing"/> when the id is unknown.</summary>
    public TResult Read<TResult>(string id, TResult missing, Func<InMemoryEntry, TResult> read)
    {
        lock (Gate)
            return Entries.TryGetValue(id, out var entry) ? read(entry) : missing;
    }
}

/// <summary>One integration; its collections are made when first needed, so that an idle integration costs next to nothing.</summary>
internal sealed class InMemoryEntry(Integration integration, HealthSnapshot snapshot)
{
    private StoredIntegration? _stored;

    public Integration Integration
    {
        get => integration;
        set => (integration, _stored) = (value, null);
    }

    public HealthSnapshot Snapshot
    {
        get => snapshot;
        set => (snapshot, _stored) = (value, null);
    }

    /// <summary>Both, as readers want them: made for who asks, not with each check.</summary>
    public StoredIntegration Stored => _stored ??= new StoredIntegration(integration, snapshot);

    public HistoryRing? History { get; set; }

    public RollupSeries? Rollups { get; set; }

    /// <summary>By start and id, ascending.</summary>
    public List<Incident>? Incidents { get; set; }
}
