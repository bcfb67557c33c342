using IntegrationHealth.DependencyInjection;
using IntegrationHealth.InMemory;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Writing;

/// <summary>In-memory storage that can be away, or come second to another host.</summary>
internal sealed class FaultyResultStore(InMemoryState state) : IResultStore
{
    public bool WritesAlerts => true;

    private readonly InMemoryResultStore _inner = new(state);

    public bool Away { get; set; }

    public bool RefuseAll { get; set; }

    public int Attempts { get; private set; }

    /// <summary>What another host does just before a batch arrives; runs once.</summary>
    public Func<IResultStore, IReadOnlyList<ResultWrite>, Task>? Before { get; set; }

    public List<ResultWrite> Written { get; } = [];

    public static void Use(IIntegrationHealthBuilder health)
    {
        health.Services.AddSingleton<FaultyResultStore>();
        health.Services.AddSingleton<IResultStore>(provider => provider.GetRequiredService<FaultyResultStore>());
    }

    public async ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken)
    {
        Attempts++;
        if (Away)
            throw new InvalidOperationException("Storage is away.");
        if (RefuseAll)
            return [.. batch.Select(write => write.Snapshot.IntegrationId)];
        if (Before is { } before)
        {
            Before = null;
            await before(_inner, batch);
        }

        var refused = await _inner.WriteAsync(batch, cancellationToken);
        Written.AddRange(batch.Where(write => !refused.Contains(write.Snapshot.IntegrationId)));
        return refused;
    }
}
