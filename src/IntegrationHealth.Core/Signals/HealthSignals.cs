using System.Collections.Concurrent;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Signals;

/// <summary>Counts calls by integration; the pump takes them away about once a second.</summary>
internal sealed class HealthSignals(IntegrationRegistry registry) : IHealthSignals
{
    private readonly ConcurrentDictionary<string, SignalCell> _cells = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SignalCell> _waiting = new();

    public void Report(string integrationId, HealthSignal signal)
    {
        if (integrationId is null)
            return;
        if (!_cells.TryGetValue(integrationId, out var cell))
        {
            // Only what is registered is remembered, or a host's mistake would fill the memory.
            if (!registry.TryGet(integrationId, out var monitored))
                return;
            cell = _cells.GetOrAdd(monitored.Integration.Id, static id => new SignalCell(id));
        }

        if (cell.Add(signal))
            _waiting.Enqueue(cell);
    }

    /// <summary>The next cell with something in it.</summary>
    public bool TryTake(out SignalCell cell) => _waiting.TryDequeue(out cell!);

    /// <summary>Forgets an integration that is gone.</summary>
    public void Forget(SignalCell cell) => _cells.TryRemove(new KeyValuePair<string, SignalCell>(cell.IntegrationId, cell));
}
