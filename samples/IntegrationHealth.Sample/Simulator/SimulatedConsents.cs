using System.Collections.Concurrent;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>Which accounts have been connected anew since the start, and how often: their tokens work from then on.</summary>
internal sealed class SimulatedConsents
{
    private readonly ConcurrentDictionary<string, int> _given = new(StringComparer.Ordinal);

    /// <summary>How often the owner has connected this account anew; 0 when never.</summary>
    public int CountOf(string integrationId) => _given.GetValueOrDefault(integrationId);

    public void Give(string integrationId) => _given.AddOrUpdate(integrationId, 1, static (_, count) => count + 1);
}
