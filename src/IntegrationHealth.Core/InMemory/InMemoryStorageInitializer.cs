using IntegrationHealth.Writing;

namespace IntegrationHealth.InMemory;

/// <summary>Memory needs no preparation.</summary>
internal sealed class InMemoryStorageInitializer : IStorageInitializer
{
    public Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
