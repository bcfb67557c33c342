using IntegrationHealth.DependencyInjection;
using IntegrationHealth.InMemory;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Writing;

/// <summary>In-memory storage that can be away, or come second to another host.</summary>
internal sealed class FaultyResultStore(InMemoryState state) : IResultStore
{
    private readonly InMemoryResultStore _inner = new(state);

    public bool IsShared { get; set; } = true;

    public bool Away { get; set; }

    public bool RefuseAll { get; set; }

    /// <summary>So many batches are refused with the states as they were expected, as when an alert was changed beside them.</summary>
    public int RefusedFor { get; set; }

    /// <summary>As many attempts fail because the whole of storage is locked, as soon as <see cref="LockedAfter"/> attempts were made.</summary>
    public int LockedFor { get; set; }

    public int LockedAfter { get; set; }

    /// <summary>An integration whose results cannot be stored, nor the batch that one is in.</summary>
    public string? Poison { get; set; }

    /// <summary>True stores the next batch and then fails all the same.</summary>
    public bool LoseAnswer { get; set; }

    public int Attempts { get; private set; }

    /// <summary>Integrations of the last batch that was tried, stored or not.</summary>
    public IReadOnlyList<string> LastTried { get; private set; } = [];

    /// <summary>What another host does just before a batch arrives; runs once.</summary>
    public Func<IResultStore, IReadOnlyList<ResultWrite>, Task>? Before { get; set; }

    public List<ResultWrite> Written { get; } = [];

    public static void Use(IIntegrationHealthBuilder health)
    {
        health.Services.AddSingleton<FaultyResultStore>();
        health.Services.AddSingleton<IResultStore>(provider => provider.GetRequiredService<FaultyResultStore>());
    }

    public bool IsUnavailable(Exception exception) => exception is IOException { Message: "The file is locked." };

    public async ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken)
    {
        Attempts++;
        LastTried = [.. batch.Select(write => write.Snapshot.IntegrationId)];
        if (Away)
            throw new InvalidOperationException("Storage is away.");
        if (Attempts > LockedAfter && LockedFor > 0)
        {
            LockedFor--;
            throw new IOException("The file is locked.");
        }

        if (batch.Any(write => write.Snapshot.IntegrationId == Poison))
            throw new InvalidOperationException("A value that storage does not take.");
        if (RefuseAll || RefusedFor-- > 0)
            return [.. batch.Select(write => write.Snapshot.IntegrationId)];
        if (Before is { } before)
        {
            Before = null;
            await before(_inner, batch);
        }

        var refused = await _inner.WriteAsync(batch, cancellationToken);
        Written.AddRange(batch.Where(write => !refused.Contains(write.Snapshot.IntegrationId)));
        if (LoseAnswer)
        {
            LoseAnswer = false;
            throw new IOException("The connection broke after the commit.");
        }

        return refused;
    }
}
