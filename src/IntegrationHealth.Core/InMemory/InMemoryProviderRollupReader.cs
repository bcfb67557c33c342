using IntegrationHealth.History;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryProviderRollupReader(InMemoryState state) : IProviderRollupReader
{
    public Task<IReadOnlyList<ProviderBucket>> GetAsync(
        string? provider, ProviderBucketWidth width, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (state.Gate)
        {
            return Task.FromResult<IReadOnlyList<ProviderBucket>>([.. state.ProviderRollups
                .Where(pair => pair.Key.Width == width && pair.Value.Start >= from && pair.Value.Start < to
                    && (provider is null || pair.Key.Provider == provider))
                .Select(pair => pair.Value.ToProviderBucket(pair.Key.Provider))]);
        }
    }
}
