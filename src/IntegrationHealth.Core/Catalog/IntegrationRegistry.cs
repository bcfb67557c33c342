using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace IntegrationHealth.Catalog;

/// <summary>Every integration this host knows, by id.</summary>
internal sealed class IntegrationRegistry
{
    private readonly ConcurrentDictionary<string, MonitoredIntegration> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _countByProvider = new(StringComparer.Ordinal);

    public ICollection<MonitoredIntegration> All => _byId.Values;

    public int Count => _byId.Count;

    public int CountOf(string provider) => _countByProvider.GetValueOrDefault(provider);

    public bool TryGet(string id, [NotNullWhen(true)] out MonitoredIntegration? monitored) => _byId.TryGetValue(id, out monitored);

    public void Set(MonitoredIntegration monitored)
    {
        Remove(monitored.Integration.Id);
        _byId[monitored.Integration.Id] = monitored;
        _countByProvider.AddOrUpdate(monitored.Integration.Provider, 1, static (_, count) => count + 1);
    }

    public bool Remove(string id)
    {
        if (!_byId.TryRemove(id, out var removed))
            return false;
        _countByProvider.AddOrUpdate(removed.Integration.Provider, 0, static (_, count) => count - 1);
        return true;
    }
}
