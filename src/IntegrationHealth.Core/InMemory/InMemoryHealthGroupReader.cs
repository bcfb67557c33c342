using System.Runtime.InteropServices;
using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryHealthGroupReader(InMemoryState state) : IHealthGroupReader
{
    public Task<IReadOnlyList<HealthGroup>> GroupAsync(HealthQuery query, HealthGrouping by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        var counts = new Dictionary<string, StatusCounts>(StringComparer.Ordinal);
        foreach (var item in state.ListStored())
        {
            if (!HealthMatch.Matches(item, query))
                continue;
            foreach (var key in KeysOf(item.Integration, by))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _).Add(item.Snapshot.Status);
        }

        return Task.FromResult<IReadOnlyList<HealthGroup>>([.. counts.Select(group => new HealthGroup(group.Key, group.Value.Summary))]);
    }

    private static IEnumerable<string> KeysOf(Integration integration, HealthGrouping by) => by switch
    {
        HealthGrouping.Provider => [integration.Provider],
        HealthGrouping.OwnerId => [integration.OwnerId],
        HealthGrouping.Tag => integration.Tags.Count == 0 ? [""] : integration.Tags.Distinct(StringComparer.Ordinal),
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
    };
}
