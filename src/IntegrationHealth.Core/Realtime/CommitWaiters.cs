using System.Collections.Concurrent;

namespace IntegrationHealth.Realtime;

/// <summary>Those who wait for the next commit of one integration.</summary>
internal sealed class CommitWaiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Ends with the next commit of <paramref name="integrationId"/>; any number may wait for the same.</summary>
    public Task NextCommit(string integrationId) =>
        _waiting.GetOrAdd(integrationId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Release(IReadOnlyList<HealthEvent> events)
    {
        if (_waiting.IsEmpty)
            return;
        foreach (var change in events)
        {
            if (_waiting.TryRemove(change.Integration.Id, out var waiter))
                waiter.SetResult();
        }
    }
}
