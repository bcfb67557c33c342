using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace IntegrationHealth.Catalog;

/// <summary>Every integration this host knows, by id.</summary>
internal sealed class IntegrationRegistry
{
    private readonly ConcurrentDictionary<string, MonitoredIntegration> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _countByProvider = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Checks.ProviderDefinition> _providers = new(StringComparer.Ordinal);

    /// <summary>All of them; not a copy, so changes made meanwhile may or may not be seen.</summary>
    public IEnumerable<MonitoredIntegration> All => _byId.Select(pair => pair.Value);

    public int Count => _byId.Count;

    /// <summary>Providers that an integration uses, or has used since the start.</summary>
    public IReadOnlyCollection<Checks.ProviderDefinition> Providers => [.. _providers.Select(pair => pair.Value)];

    public int CountOf(string provider) => _countByProvider.GetValueOrDefault(provider);

    public bool TryGet(string id, [NotNullWhen(true)] out MonitoredIntegration? monitored) => _byId.TryGetValue(id, out monitored);

    /// <summary>Adds or replaces; one caller at a time. Readers find the old one or the new one, never none.</summary>
    public void Set(MonitoredIntegration monitored)
    {
        var before = _byId.GetValueOrDefault(monitored.Integration.Id);
        if (before is not null && before.State != monitored.State)
            before.State.Present = null;
        _byId[monitored.Integration.Id] = monitored;
        monitored.State.Present = monitored;
        _providers[monitored.Integration.Provider] = monitored.Provider.Definition;
        if (before?.Integration.Provider == monitored.Integration.Provider)
            return;
        Adjust(monitored.Integration.Provider, 1);
        if (before is not null)
            Adjust(before.Integration.Provider, -1);
    }

    /// <summary>From here on storage may hold another definition of these, or none, than this host watches.</summary>
    public void MarkChanging(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            if (TryGet(id, out var monitored))
                monitored.State.IsChanging = true;
        }
    }

    public void Remove(string id)
    {
        if (!_byId.TryRemove(id, out var removed))
            return;
        removed.State.Present = null;
        Adjust(removed.Integration.Provider, -1);
    }

    private void Adjust(string provider, int by) => _countByProvider.AddOrUpdate(provider, by, (_, count) => count + by);
}
