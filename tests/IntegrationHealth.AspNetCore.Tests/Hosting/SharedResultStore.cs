using IntegrationHealth.InMemory;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Tests.Hosting;

/// <summary>In-memory storage that others write to: tests do, past the host's own writer.</summary>
internal sealed class SharedResultStore(InMemoryState state) : IResultStore
{
    private readonly InMemoryResultStore _inner = new(state);

    public bool IsShared => true;

    public ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken) =>
        _inner.WriteAsync(batch, cancellationToken);
}
